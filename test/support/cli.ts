/** The command line as an operator runs it: a process of its own beside whatever else runs. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../server/core/project.js';
import { urlOf } from './server-process.js';
import type { TestDatabase } from './database.js';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** What is piped into it; none: an end at once. */
  input?: string;
  env?: Record<string, string>;
  cwd?: string;
}

export interface Running {
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
  /** Waits until it has said something. */
  says(what: RegExp): Promise<void>;
}

const PROGRAM = path.join(projectRoot, 'scripts/clearview.js');

/** Hashes at the lowest cost allowed; nothing of the real environment but PATH is seen. */
function startCli(args: string[], { input, env = {}, cwd = projectRoot }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  const heard = new Set<() => void>();
  const hear = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
    text[stream] += chunk.toString();
    for (const call of heard) call();
  };
  child.stdout.on('data', hear('stdout'));
  child.stderr.on('data', hear('stderr'));
  // A program that ends early does not read to the end.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => {
      for (const call of heard) call();
      resolve({ code, ...text });
    }),
  );
  return {
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    kill: (signal) => void child.kill(signal),
    ended,
    says: (what) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (what.test(text.stdout + text.stderr)) resolve();
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`It ended without ${what}: ${text.stdout}${text.stderr}`));
          else return;
          heard.delete(look);
        };
        heard.add(look);
        look();
      }),
  };
}

export interface Cli {
  /** Runs a command to its end. */
  run(args: string[], options?: RunOptions): Promise<Ended>;
  /** Runs it with --json. @returns its answer @throws Error when it fails */
  json<T = Record<string, unknown>>(args: string[], options?: RunOptions): Promise<T>;
  start(args: string[], options?: RunOptions): Running;
}

/** The command line on a database. @param database a test's, or the variables that name another */
export function cliOn(database: TestDatabase | Record<string, string>): Cli {
  const own = 'connection' in database ? { DATABASE_URL: urlOf(database as TestDatabase) } : database;
  const start: Cli['start'] = (args, options = {}) =>
    startCli(args, { ...options, env: { ...own, ...options.env } });
  return {
    start,
    run: (args, options) => start(args, options).ended,
    async json<T>(args: string[], options?: RunOptions) {
      const { code, stdout, stderr } = await start([...args, '--json'], options).ended;
      if (code !== 0) throw new Error(`clearview ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as T;
    },
  };
}
