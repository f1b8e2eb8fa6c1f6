/** A program of a suite in a process of its own, so that what else the suite does is not in its figures. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Program<Job, Answer> {
  /** Does one job; one at a time. @throws Error when the program has ended */
  run(job: Job): Promise<Answer>;
  stop(): Promise<void>;
}

/**
 * Starts a program, which answers each message with one, and rests while it is not asked.
 * @param file beside this one
 * @param env what it sees of an environment besides PATH
 */
export function startProgram<Job extends object, Answer>(
  file: string,
  env: Record<string, string> = {},
): Program<Job, Answer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, ...env },
  });
  const ended = once(child, 'exit');
  return {
    async run(job) {
      const failed = ended.then(() => Promise.reject(new Error(`The program ${file} ended early.`)));
      failed.catch(() => undefined);
      child.send(job);
      const [answer] = (await Promise.race([once(child, 'message'), failed])) as [Answer];
      return answer;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
