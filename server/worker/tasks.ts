/** What the queue may ask of a worker, and how often it asks by itself. */
import { parseCronItems, type TaskList } from 'graphile-worker';
import type { Ctx, Deps } from '../core/context.js';
import { runJob } from '../jobs/job-run-service.js';
import { scheduleScans } from '../jobs/jobs-upkeep-service.js';
import { lookForProofs } from '../onboarding/onboarding-service.js';
import { keepHouse } from './housekeeping.js';
import { workerCtx } from './worker-ctx.js';

const EVERY_MINUTE = '* * * * *';

/** What comes again by itself needs no second attempt. */
const cron = (task: string, match: string, maxAttempts = 1) => ({
  task,
  match,
  identifier: task,
  // While one waits, as the worker was away perhaps, a second one would find nothing to do.
  options: { maxAttempts, jobKey: `cron-${task}` },
});

/** Times are UTC. Of several processes one queues each. */
export const CRON = parseCronItems([
  cron('housekeeping', '*/10 * * * *', 3),
  cron('schedule', EVERY_MINUTE),
  cron('proofs', EVERY_MINUTE),
]);

/** What is done besides scans. */
export function choreTasks(deps: Deps): TaskList {
  const chore =
    (work: (ctx: Ctx) => Promise<unknown>): TaskList[string] =>
    async (_payload, { job }) =>
      void (await work(workerCtx(deps, job.id)));
  return {
    housekeeping: async (_payload, { job }) => void (await keepHouse(deps, job.id)),
    schedule: chore(scheduleScans),
    proofs: chore(lookForProofs),
  };
}

const jobIdOf = (payload: unknown): number => Number((payload as { job_id?: unknown }).job_id);

/**
 * The task that a job's bell asks for. It never fails: what becomes of a job stands in the job's row alone.
 * @param stopping when it comes, jobs are given back
 */
export function scanTasks(deps: Deps, stopping: AbortSignal): TaskList {
  return {
    async scan(payload, { job }) {
      const id = jobIdOf(payload);
      try {
        await runJob(workerCtx(deps, job.id), id, stopping);
      } catch (error) {
        // It is taken up again when the lease is over.
        deps.logger.warn({ err: error, job: id }, 'A scan ended without a result.');
      }
    },
  };
}
