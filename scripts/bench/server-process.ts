/** A server that is measured, as a process of its own that says on stderr where it listens. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../server/core/project.js';
import { cpuOf, memoryOf } from './proc.js';
import type { RunningServer } from './suite.js';

const START_MS = 60_000;
const STOP_MS = 20_000;

/** What still runs; nothing of it outlives the benchmark. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** What `npm start` gives Node. */
export function startOptions(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

interface Started {
  child: ChildProcess;
  ended: Promise<void>;
  said: () => string;
}

function start(args: readonly string[], env: Record<string, string>): Started {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    // Logs go where a supervisor would take them; nobody keeps these.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-8_000)));
  running.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => running.delete(child));
  return { child, ended, said: () => text };
}

async function addressOf({ child, said }: Started): Promise<string> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(10)) {
    const url = /Address +(http:\S+?)\/?\s/.exec(said())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null || child.signalCode !== null) break;
  }
  child.kill('SIGKILL');
  throw new Error(`A server does not listen. It said: ${said().trim() || '(nothing)'}`);
}

async function stop({ child, ended }: Started): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

/**
 * Starts one and waits until it listens.
 * @param args what Node is given
 * @param env all it sees of an environment, but for PATH, HOME and NODE_ENV
 */
export async function startServer(
  args: readonly string[],
  env: Record<string, string>,
): Promise<RunningServer> {
  const started = start(args, env);
  const url = await addressOf(started);
  const pid = started.child.pid ?? 0;
  return {
    url,
    pid,
    cpuSeconds: () => cpuOf(pid),
    memoryBytes: () => memoryOf(pid),
    stop: () => stop(started),
  };
}
