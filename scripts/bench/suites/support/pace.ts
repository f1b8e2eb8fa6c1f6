/** The program that asks for one address at a steady pace, and tells how long each answer took, in milliseconds. */
import { Api } from './api.js';
import { atPace } from './load.js';

export interface PaceJob {
  /** Such as `http://127.0.0.1:40123`. */
  url: string;
  path: string;
  headers: Record<string, string>;
  perSecond: number;
  seconds: number;
}

export type PaceAnswer = { times: number[] } | { problem: string };

async function run({ url, path, headers, perSecond, seconds }: PaceJob): Promise<PaceAnswer> {
  const api = new Api(url);
  try {
    return { times: await atPace(perSecond, seconds, () => api.must(path, { headers })) };
  } catch (error) {
    return { problem: (error as Error).message };
  } finally {
    api.close();
  }
}

process.on('message', (job: PaceJob) => {
  void run(job).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
