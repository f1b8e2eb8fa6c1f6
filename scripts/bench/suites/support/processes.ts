/** Processes that a suite starts besides those of its stage: how they begin and how they end. */
import { spawn, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../../../server/core/project.js';
import type { Stage } from '../../suite.js';

export interface Started {
  pid: number;
  /** What it has said on stderr up to now. */
  stderr(): string;
  /** Its exit code once it is over; null while it runs, and when a signal ended it. */
  exitCode(): number | null;
  /** Resolves when it is over, and whatever writes to its stderr with it. */
  ended: Promise<void>;
  /** Ends it, and whatever it started, as an operator would; by force after a while. */
  stop(): Promise<void>;
}

/** Seconds that a process may take to end. */
const PATIENCE = 15;

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid ?? 0), signal);
  } catch {
    // All of it is gone.
  }
}

/**
 * Starts a program in a process group of its own.
 * @param env all that it sees of an environment, but for PATH, HOME and LANG
 * @param cwd the folder it runs in, if not that of the project
 */
export function start(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  cwd: string = projectRoot,
): Started {
  const { PATH, HOME, LANG } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: { PATH, HOME, LANG, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let stderr = '';
  // One that there is not ends at once, with what Node says of it.
  child.once('error', (error) => (stderr += error.message));
  child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-10_000)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // Should this process die, so must what it started.
  const endWithUs = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', endWithUs);
  return {
    pid: child.pid ?? 0,
    stderr: () => stderr,
    exitCode: () => child.exitCode,
    ended,
    async stop() {
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE * 1000);
      if (child.exitCode === null && child.signalCode === null) signalGroup(child, 'SIGTERM');
      await ended;
      clearTimeout(timer);
      process.off('exit', endWithUs);
    },
  };
}

/** Starts one that a signal ends too, if nobody has stopped it by then. @throws Error once the end has begun */
export function startOn({ atEnd }: Pick<Stage, 'atEnd'>, ...what: Parameters<typeof start>): Started {
  const held: { started?: Started } = {};
  // Before it is there: what the end refuses is not started.
  const stop = atEnd(() => held.started?.stop());
  held.started = start(...what);
  return { ...held.started, stop };
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until something is so. @throws Error with these words when it is not in time */
export async function until(
  question: () => boolean | Promise<boolean>,
  { seconds, pause = 10, words }: { seconds: number; pause?: number; words: () => string },
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(words());
    await sleep(pause);
  }
}
