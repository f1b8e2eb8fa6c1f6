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
  /** Ends the process that has it now. */
  deadline?: NodeJS.Timeout;
}

export interface HashProcess extends HashEngine {
  /** Of the process, while there is one. */
  pid(): number | undefined;
}

const MIB = 1024 ** 2;

/** Milliseconds after which a process that does not answer is given up, when it computes at the default cost. */
const DEADLINE = 30_000;
/** KiB that a hash at the default cost goes through. */
const DEFAULT_WORK = 19_456 * 2;
/** The same for the dearest that the configuration allows. A row may name any; a timer of a month fires at once. */
const MOST_WORK = 2_097_152 * 100;

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

/** @returns the KiB that a hash goes through; for what is no hash, that of the least one */
function workOf(task: HashTask): number {
  if ('cost' in task) return task.cost.memoryCost * task.cost.timeCost;
  const [memory = 0, passes = 0] = [/[$,]m=(\d+)/, /[$,]t=(\d+)/].map((number) =>
    Number(number.exec(task.stored)?.[1] ?? 0),
  );
  return Math.max(DEFAULT_WORK, memory * passes);
}

/** How many times the default deadline the dearest of them needs: a cheap one may have to wait for it. */
function timesDeadline(jobs: Iterable<Job>): number {
  const work = [...jobs].map(({ request }) => workOf(request));
  return Math.min(Math.max(...work), MOST_WORK) / DEFAULT_WORK;
}

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
 * @param deadline milliseconds that a job has at the default cost, and in proportion at a dearer one
 */
export function createHashProcess(
  config: Pick<Config, 'argon2' | 'hashing'>,
  logger: Warner,
  deadline = DEADLINE,
): HashProcess {
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
    try {
      const asked = (child ??= start());
      clearTimeout(job.deadline);
      job.deadline = setTimeout(() => asked.kill('SIGKILL'), deadline * timesDeadline(jobs.values()));
      // Who cannot be reached has gone, or is about to: `gone` sees to the job.
      asked.send(job.request, () => undefined);
    } catch (error) {
      // Nothing to make a process from: no memory, or no more files. Nobody else would hear of it.
      logger.warn({ err: error }, 'The process that hashes could not be started.');
      job.settle(lost());
    }
  }

  async function ask(task: HashTask): Promise<string | boolean> {
    const id = (lastId += 1);
    const answer = await new Promise<HashAnswer | ApiError>((resolve) => {
      const settle = (outcome: HashAnswer | ApiError): void => {
        clearTimeout(job.deadline);
        jobs.delete(id);
        resolve(outcome);
      };
      const job: Job = { request: { ...task, id }, settle, isRetry: false };
      jobs.set(id, job);
      send(job);
    });
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
