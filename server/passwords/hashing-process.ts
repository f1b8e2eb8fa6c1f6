/**
 * Hashes are computed in a process of their own, at a low priority: they may use every core, and get what the
 * requests leave of them. Passwords go there through a pipe, and nowhere else.
 */
import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { bareEnvironment, type Config } from '../config.js';
import type { HashGate } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { projectRoot } from '../core/project.js';
import { costOptions, type Cost } from './argon2.js';
import { createHashGate, type HashEngine } from './hashing.js';

/** What is to be computed: whether a password fits a hash, or the hash of one. */
type HashTask = { password: string; stored: string } | { password: string; cost: Cost };

export type HashRequest = HashTask & { id: number };

export type HashAnswer = { id: number; value: string | boolean } | { id: number; error: string };

/** Who is told of what went wrong. */
interface Warner {
  warn(facts: object, words: string): void;
}

interface Job {
  request: HashRequest;
  settle(answer: HashAnswer | ApiError): void;
  /** It was lost with a process once already. */
  isRetry: boolean;
}

export interface HashProcess extends HashEngine {
  /** Of the process, while there is one. */
  pid(): number | undefined;
}

const MIB = 1024 ** 2;

/** Milliseconds after which a process that does not answer is given up. */
const DEADLINE = 30_000;

/** When this file is TypeScript, so is the program, and needs what runs it. */
const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const PROGRAM = fileURLToPath(new URL(`hashing-child.${suffix}`, import.meta.url));
const RUNNER = suffix === 'ts' ? ['--import', 'tsx'] : [];

const lost = (): ApiError =>
  new ApiError('busy', 'The sign-in could not be finished. Try again.', { retryAfter: 1 });

/**
 * How the C library of Linux hands out memory there; others know none of it. All threads share one heap, which keeps
 * what a hash gives back for the next, in pages of two megabytes: else each is spread over five thousand small ones,
 * whose addresses a core has to look up again and again.
 */
const MEMORY = {
  MALLOC_ARENA_MAX: '1',
  // The highest that it takes: blocks above are mapped anew each time.
  MALLOC_MMAP_THRESHOLD_: String(32 * MIB),
  MALLOC_TRIM_THRESHOLD_: String(256 * MIB),
  GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
};

function startProcess(slots: number): ChildProcess {
  const child = fork(PROGRAM, [], {
    cwd: projectRoot,
    execArgv: RUNNER,
    env: { ...bareEnvironment(), UV_THREADPOOL_SIZE: String(slots), ...MEMORY },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    // Now, before it has threads: on Linux each has a priority of its own, which it takes from who starts it.
    if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  } catch {
    // Not every platform lets us: then it shares the cores with everybody else.
  }
  // The server lives as long as it has something to do, and not because of this.
  child.unref();
  child.channel?.unref();
  return child;
}

/**
 * Starts the process at first need, and another one when it dies; what was lost with it is computed once more, and
 * told to come back when it is lost again.
 */
export function createHashProcess(config: Pick<Config, 'argon2' | 'hashing'>, logger: Warner): HashProcess {
  const jobs = new Map<number, Job>();
  let child: ChildProcess | undefined;
  let lastId = 0;

  function start(): ChildProcess {
    const made = startProcess(config.hashing.slots);
    const gone = (): void => {
      if (child !== made) return;
      child = undefined;
      made.kill('SIGKILL');
      const under = [...jobs.values()];
      logger.warn({ jobs: under.length }, 'The process that hashes ended; the next hash starts another.');
      for (const job of under) again(job);
    };
    // The end of the pipe, and not of the process: what it still answered has been read by then.
    made.once('disconnect', gone).on('error', gone);
    made.on('message', (answer: HashAnswer) => jobs.get(answer.id)?.settle(answer));
    return made;
  }

  function again(job: Job): void {
    if (job.isRetry) return job.settle(lost());
    job.isRetry = true;
    send(job);
  }

  function send(job: Job): void {
    child ??= start();
    // Who cannot be reached has gone, or is about to: `gone` sees to the job.
    child.send(job.request, () => undefined);
  }

  async function ask(task: HashTask): Promise<string | boolean> {
    const id = (lastId += 1);
    const deadline = setTimeout(() => child?.kill('SIGKILL'), DEADLINE);
    const answer = await new Promise<HashAnswer | ApiError>((settle) => {
      const job = { request: { ...task, id }, settle, isRetry: false };
      jobs.set(id, job);
      send(job);
    });
    clearTimeout(deadline);
    jobs.delete(id);
    if (answer instanceof ApiError) throw answer;
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }

  return {
    hash: async (password) => String(await ask({ password, cost: costOptions(config.argon2) })),
    verify: async (stored, password) => (await ask({ stored, password })) === true,
    pid: () => child?.pid,
  };
}

/** Jobs in the process beyond the slots, at most: a sign-in is counted when it is let in, and limits are low. */
const MAX_AHEAD = 4;

/** The gate of a server. */
export function createServerHashGate(config: Pick<Config, 'argon2' | 'hashing'>, logger: Warner): HashGate {
  const ahead = Math.min(config.hashing.slots, MAX_AHEAD);
  return createHashGate(config, { engine: createHashProcess(config, logger), ahead });
}
