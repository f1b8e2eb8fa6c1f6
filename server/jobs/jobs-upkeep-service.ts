/** What workers do about jobs besides running them: take them up, begin the nightly ones, let the old ones go. */
import { change } from '../audit/audit-service.js';
import type { Ctx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { dueTenants } from '../tenants/tenants-service.js';
import { giveUp } from './job-outcome-service.js';
import * as runs from './job-run-store.js';
import { queueScan } from './jobs-service.js';
import * as store from './jobs-store.js';

/** Jobs or tenants a transaction. */
const BATCH = 100;

/** Old jobs a transaction; each takes some dozen findings along. */
const PURGE = 200;

/** Seconds that a job may be due before its bell counts as lost. */
const DEAF = 30;

/**
 * Takes jobs away from workers that gave no sign of life, and rings again for those that nobody hears of. A job whose
 * last attempt ended like this has failed: it may be what ends its workers.
 * @returns how many jobs
 */
export async function takeUp(ctx: Ctx): Promise<number> {
  return change(ctx, async (trx, record) => {
    const abandoned = await runs.lockAbandoned(trx, BATCH);
    for (const job of abandoned) {
      const error = `The worker that ran this scan stopped before it was done, ${job.attempts} times.`;
      if (job.attempts < job.max_attempts) await runs.takeAway(trx, job);
      else await giveUp(trx, record, job, job, error);
    }
    const again = abandoned.filter(({ attempts, max_attempts }) => attempts < max_attempts);
    const ids = [...again.map(({ id }) => id), ...(await runs.unheard(trx, DEAF, BATCH))];
    if (ids.length > 0) await store.wakeWorkers(trx, ids);
    return abandoned.length;
  });
}

/** Whether this is a tenant that a scan has nothing to do for, which is no failure of the schedule. */
const isRefusal = (error: unknown): boolean => error instanceof ApiError && error.status < 500;

/**
 * Queues the nightly scans that are due.
 * @returns how many tenants were due
 */
export async function scheduleScans(ctx: Ctx): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await change(ctx, async (trx, record) => {
      const due = await dueTenants(trx, BATCH, ctx);
      for (const id of due) {
        await queueScan(trx, ctx, record, id, 'schedule').catch((error: unknown) => {
          if (!isRefusal(error)) throw error;
        });
      }
      return due.length;
    });
    total += count;
    if (count < BATCH) return total;
  }
}

/**
 * Deletes jobs past the retention in small batches, each with its own event.
 * @returns how many went
 */
export async function purgeJobs(ctx: Ctx): Promise<number> {
  const days = ctx.config.jobRetentionDays;
  let total = 0;
  for (;;) {
    const count = await change(ctx, async (trx, record) => {
      const deleted = await store.deleteOldJobs(trx, days, PURGE);
      if (deleted > 0) record('job_purge', { count: deleted, days });
      return deleted;
    });
    total += count;
    if (count < PURGE) return total;
  }
}
