/** How a job that is held ends: each way is one transaction, and none leaves a trace when it is not held any more. */
import type { Knex } from 'knex';
import { change, type RecordEvent } from '../audit/audit-service.js';
import type { Ctx } from '../core/context.js';
import type { JobRow } from '../../db/tables.js';
import { deleteFindings, readFindings } from '../scans/findings-service.js';
import { scoreOf } from '../scans/score.js';
import { lockTenant, noteScan } from '../tenants/tenants-service.js';
import * as store from './job-run-store.js';
import type { Held } from './job-run-store.js';
import { tenantNames, wakeWorkers } from './jobs-store.js';

type Ended = Pick<JobRow, 'id' | 'tenant_id'>;

/**
 * Writes down a scan that came to its end: score and grade, in the job and for its tenant.
 * @returns false when the job is not held any more
 */
export async function finishJob(ctx: Ctx, job: Ended, held: Held): Promise<boolean> {
  return change(ctx, async (trx, record) => {
    // Before the job, as everywhere.
    const tenant = await lockTenant(trx, job.tenant_id);
    if (tenant === null) return false;
    const result = scoreOf(await readFindings(trx, job.id));
    const at = await store.markSucceeded(trx, held, result);
    if (at === undefined) return false;
    await noteScan(trx, ctx, { tenantId: tenant.id, jobId: job.id, ...result, at });
    const score = result.score === null ? {} : { score: result.score };
    record('job_finish', { target: tenant.id, name: tenant.name, job: job.id, state: 'succeeded', ...score });
    return true;
  });
}

async function recordFailure(trx: Knex, record: RecordEvent, job: Ended): Promise<void> {
  const name = (await tenantNames(trx, [job.tenant_id])).get(job.tenant_id);
  record('job_finish', { target: job.tenant_id, name, job: job.id, state: 'failed' });
}

/** Ends a job that has no attempt left, within a transaction. @returns false when it is not held any more */
export async function giveUp(
  trx: Knex.Transaction,
  record: RecordEvent,
  job: Ended,
  held: Held,
  error: string,
): Promise<boolean> {
  if (!(await store.markFailed(trx, held, error))) return false;
  await recordFailure(trx, record, job);
  return true;
}

/**
 * Ends an attempt that failed: what it found is forgotten and the job waits for the next one; after the last one the
 * job has failed, and what was found is kept to show why.
 * @param error a sentence for a person
 * @returns false when the job is not held any more
 */
export async function failAttempt(ctx: Ctx, job: JobRow, held: Held, error: string): Promise<boolean> {
  return change(ctx, async (trx, record) => {
    if (job.attempts >= job.max_attempts) return giveUp(trx, record, job, held, error);
    if (!(await store.markForRepeat(trx, held, error))) return false;
    await deleteFindings(trx, job.id);
    await wakeWorkers(trx, [job.id]);
    return true;
  });
}

/** Leaves a job to another worker, at once; what was found stays. @returns false when it is not held any more */
export async function handOver(ctx: Ctx, held: Held): Promise<boolean> {
  return change(ctx, async (trx) => {
    if (!(await store.giveBack(trx, held))) return false;
    await wakeWorkers(trx, [held.id]);
    return true;
  });
}
