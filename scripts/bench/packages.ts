/** What has to be there before anything is measured: the contenders' packages and programs, and the server. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../server/core/project.js';
import { fingerprint } from '../build/fingerprint.js';
import { run } from '../build/run.js';

export const BENCH_ROOT = path.join(projectRoot, 'scripts/bench');

const STAMP = path.join(BENCH_ROOT, 'node_modules/.installed');
const COMPILED = path.join(BENCH_ROOT, 'dist/.compiled');
const CONTENDER_SOURCES = [
  'scripts/bench/contenders',
  'scripts/bench/package-lock.json',
  'package-lock.json',
  'tsconfig.json',
];

const lockFile = (): string => readFileSync(path.join(BENCH_ROOT, 'package-lock.json'), 'utf8');

const isInstalled = (): boolean => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockFile();

/** npm as it was called, so that the same one installs the contenders. */
function npm(args: string[]): [string, string[]] {
  const entry = process.env.npm_execpath;
  return entry?.endsWith('.js') ? [process.execPath, [entry, ...args]] : ['npm', args];
}

async function install(): Promise<void> {
  const options = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, args] = npm(['ci', ...options]);
  await run('Installing what Clearview is measured beside', command, args, BENCH_ROOT).catch(
    (cause: unknown) => {
      const reason = (cause as Error).message;
      throw new Error(
        `The contenders' packages could not be installed; is the package registry reachable?\n${reason}`,
        { cause },
      );
    },
  );
  writeFileSync(STAMP, lockFile());
}

/** Types are checked with it: elsewhere nobody has the contenders' packages. */
async function compileContenders(): Promise<void> {
  const state = fingerprint(projectRoot, CONTENDER_SOURCES);
  if (existsSync(COMPILED) && readFileSync(COMPILED, 'utf8') === state) return;
  const tsc = path.join(projectRoot, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', path.join(BENCH_ROOT, 'contenders/tsconfig.json')];
  await run('Compiling the contenders', process.execPath, args, projectRoot);
  writeFileSync(COMPILED, state);
}

async function buildServer(): Promise<void> {
  const args = ['--import', 'tsx', path.join(projectRoot, 'scripts/prepare.ts'), '--only', 'server'];
  await run('Looking whether the server is built', process.execPath, args, projectRoot);
}

/** Installs and builds whatever is missing. @throws Error with one sentence for a person */
export async function ready(): Promise<void> {
  if (!isInstalled()) await install();
  await compileContenders();
  await buildServer();
}
