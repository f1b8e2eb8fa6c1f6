/** The load generator: one process for the whole run, see contenders/load.ts. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answered, Job } from './contenders/load-messages.js';
import { percentile } from './numbers.js';
import { BENCH_ROOT } from './packages.js';
import type { Load, LoadJob } from './suite.js';

export interface LoadGenerator {
  run(job: LoadJob): Promise<Load>;
  stop(): Promise<void>;
}

const isGood = (status: number, allowed: readonly number[]): boolean =>
  (status >= 200 && status < 300) || allowed.includes(status);

/** A contender that refuses quickly would look fast: every answer has to be one that was asked for. */
function assertGood({ url, allowed = [] }: LoadJob, { statuses, failures, times }: Answered): void {
  const bad = Object.entries(statuses).filter(([status]) => !isGood(Number(status), allowed));
  if (bad.length === 0 && failures === 0 && times.length > 0) return;
  const told = bad.map(([status, count]) => `${count} times ${status}`);
  if (failures > 0) told.push(`${failures} requests without an answer`);
  throw new Error(`${url} did not answer as it should: ${told.join(', ') || 'not at all'}.`);
}

function toLoad({ statuses, times, seconds }: Answered): Load {
  const sorted = Float64Array.from(times).sort();
  const [p50, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
  return { rate: times.length / seconds, count: times.length, statuses, p50, p99 };
}

async function ask(child: ChildProcess, job: Job): Promise<Answered> {
  const over = new AbortController();
  const { signal } = over;
  const answer = Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }).then(() => [{ problem: 'it ended' }]),
  ]);
  child.send(job);
  // Who lost the race stops listening.
  const [message] = (await answer.finally(() => over.abort())) as [Answered | { problem: string }];
  if ('problem' in message) throw new Error(`The load generator failed: ${message.problem}.`);
  return message;
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(path.join(BENCH_ROOT, 'dist/load.js'), { execArgv: [] });
  // One load at a time: two would measure each other.
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job) {
      const { url, method = 'GET', connections, seconds } = job;
      const requests = job.requests.map((request) => ({ path: pathOf(url), ...request }));
      const answer = last.then(() => ask(child, { url, method, connections, seconds, requests }));
      last = answer.catch(() => undefined);
      return answer.then((answered) => {
        assertGood(job, answered);
        return toLoad(answered);
      });
    },
    async stop() {
      // A Ctrl+C reaches it as well as us.
      if (child.exitCode !== null || child.signalCode !== null || !child.connected) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
