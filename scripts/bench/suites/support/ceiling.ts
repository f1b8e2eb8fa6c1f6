/** The ceiling of sign-ins, measured by a process of its own: see argon2-ceiling.ts. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CeilingAnswer, CeilingJob } from './argon2-ceiling.js';

const PROGRAM = fileURLToPath(new URL('argon2-ceiling.ts', import.meta.url));

export interface Ceiling {
  /** @returns verifications a second */
  measure(job: CeilingJob): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the program; it rests while it is not asked. @param threads how many it may verify at once */
export function startCeiling(threads: number): Ceiling {
  const child = fork(PROGRAM, [], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, UV_THREADPOOL_SIZE: `${Math.max(4, threads)}` },
  });
  const ended = once(child, 'exit');
  return {
    async measure(job) {
      const failed = ended.then(() => Promise.reject(new Error('The argon2 ceiling ended early.')));
      failed.catch(() => undefined);
      child.send(job);
      const [answer] = (await Promise.race([once(child, 'message'), failed])) as [CeilingAnswer];
      return answer.rate;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
