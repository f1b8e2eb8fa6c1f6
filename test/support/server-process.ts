/**
 * The real `server/main.ts`, or a worker by itself, in a process of its own, for what only shows there: its start,
 * its end, its words.
 */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../server/core/project.js';
import type { TestDatabase } from './database.js';

export interface ServerProcess {
  pid: number;
  stdout(): string;
  stderr(): string;
  /** Its exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
  /** @returns the address it listens on, as its banner tells it. @throws Error when it ends instead */
  listening(): Promise<string>;
  /** Ends it as an operator would. @returns its exit code */
  stop(): Promise<number | null>;
  /** What a terminal or a service manager sends. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** @param env all that it sees of an environment, but for PATH */
export const spawnServer = (env: Record<string, string>): ServerProcess =>
  spawnProgram('server/main.ts', env);

/** The same for `server/worker-main.ts`, which listens nowhere. */
export const spawnWorker = (env: Record<string, string>): ServerProcess =>
  spawnProgram('server/worker-main.ts', env);

function spawnProgram(program: string, env: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    pid: child.pid ?? 0,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    ended,
    async listening() {
      for (let tries = 0; tries < 2400 && child.exitCode === null; tries += 1) {
        const url = /Address +(http:\S+)\//.exec(text.stderr)?.[1];
        if (url !== undefined) return url;
        await sleep(25);
      }
      throw new Error(`The server does not listen: ${text.stderr}`);
    },
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      child.kill('SIGTERM');
      return ended.finally(() => clearTimeout(timer));
    },
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The DATABASE_URL that names a test's database. */
export function urlOf({ connection }: TestDatabase): string {
  if (connection.connectionString !== undefined) return connection.connectionString;
  const { host = '', port, user, password, database } = connection;
  const query = new URLSearchParams({ host, port: String(port) });
  return `postgres://${String(user)}:${String(password)}@localhost/${String(database)}?${query.toString()}`;
}
