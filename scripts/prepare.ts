/**
 * Does whatever is missing before a start or the tests: compiles the server, installs and builds the front
 * ends, each only when it is absent or not of today's sources. `--force` builds all, `--only server` (or `site`,
 * `console`) looks after that part alone.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../server/core/project.js';
import { compressFolder } from './build/compress.js';
import { fingerprint } from './build/fingerprint.js';
import { firstLoadBytes } from './build/first-load.js';
import { withBuildLock } from './build/lock.js';
import { run, say } from './build/run.js';

interface Part {
  /** Shown to a person: "Building <name>…". */
  name: string;
  stamp: string;
  sources: string[];
  /** Folders that must be there, else it is built whatever the stamp says. */
  output: string[];
  build: () => Promise<void>;
}

const dist = path.join(projectRoot, 'dist');
const consoleRoot = path.join(projectRoot, 'admin-ui');
const tool = (file: string): string => path.join(projectRoot, 'node_modules', file);
const node = process.execPath;

/** npm as it was called, so that the same one installs the console. */
function npm(args: string[]): [string, string[]] {
  const entry = process.env.npm_execpath;
  return entry?.endsWith('.js') ? [node, [entry, ...args]] : ['npm', args];
}

function forget(...folders: string[]): void {
  for (const folder of folders) rmSync(path.join(projectRoot, folder), { recursive: true, force: true });
}

const server: Part = {
  name: 'the server',
  stamp: 'server.stamp',
  sources: ['server', 'db', 'scripts/cli', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
  output: ['dist/server', 'dist/db', 'dist/scripts'],
  async build() {
    // A file that is no longer in the sources must not live on: it could be a migration.
    forget('dist/server', 'dist/db', 'dist/scripts');
    const tsc = [tool('typescript/bin/tsc'), '-p', 'tsconfig.build.json'];
    await run('Building the server', node, tsc, projectRoot);
  },
};

const site: Part = {
  name: 'the site',
  stamp: 'site.stamp',
  sources: ['site', 'package-lock.json'],
  output: ['dist/site'],
  async build() {
    const vite = [tool('vite/bin/vite.js'), 'build', '--config', 'site/vite.config.ts', '--logLevel', 'warn'];
    await run('Building the site', node, vite, projectRoot);
    compressFolder(path.join(dist, 'site/assets'));
  },
};

const consoleModules: Part = {
  name: "the console's packages",
  stamp: 'console-modules.stamp',
  sources: ['admin-ui/package.json', 'admin-ui/package-lock.json'],
  output: ['admin-ui/node_modules'],
  async build() {
    const ci = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    await run('Installing the packages of the console (once)', ...ci, consoleRoot);
  },
};

const adminConsole: Part = {
  name: 'the console',
  stamp: 'console.stamp',
  sources: ['admin-ui', 'site/design', 'site/public'],
  output: ['admin-ui/dist'],
  async build() {
    if (isStale(consoleModules)) await make(consoleModules);
    const vite = [path.join(consoleRoot, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'];
    await run('Building the console', node, vite, consoleRoot);
    const built = path.join(consoleRoot, 'dist');
    compressFolder(path.join(built, 'assets'));
    say(`  a first visit loads ${Math.round(firstLoadBytes(built, '/admin/') / 1000)} kB`);
  },
};

const stampFile = (part: Part): string => path.join(dist, part.stamp);

function isStale(part: Part): boolean {
  if (!part.output.every((folder) => existsSync(path.join(projectRoot, folder)))) return true;
  if (!existsSync(stampFile(part))) return true;
  return readFileSync(stampFile(part), 'utf8') !== fingerprint(projectRoot, part.sources);
}

async function make(part: Part): Promise<void> {
  rmSync(stampFile(part), { force: true });
  // Taken before the build: what is edited meanwhile is then built the next time.
  const state = fingerprint(projectRoot, part.sources);
  await part.build();
  writeFileSync(stampFile(part), state);
}

const PARTS: Record<string, Part> = { server, site, console: adminConsole };

/** @throws Error for a part that does not exist */
function wanted(only: string | undefined): Part[] {
  if (only === undefined) return Object.values(PARTS);
  const part = PARTS[only];
  if (part === undefined) throw new Error(`--only takes ${Object.keys(PARTS).join(', ')}, not "${only}".`);
  return [part];
}

async function prepare({ force, only }: { force?: boolean; only?: string }): Promise<void> {
  const parts = wanted(only);
  if (force !== true && !parts.some(isStale)) return;
  if (!existsSync(tool('typescript'))) {
    throw new Error('The build tools are missing. Run `npm ci` first (with the development packages).');
  }
  await withBuildLock(dist, async () => {
    for (const part of parts) if (force === true || isStale(part)) await make(part);
  });
}

try {
  const options = { force: { type: 'boolean' }, only: { type: 'string' } } as const;
  await prepare(parseArgs({ options }).values);
} catch (error) {
  say(`Clearview could not be built: ${(error as Error).message}`);
  process.exitCode = 1;
}
