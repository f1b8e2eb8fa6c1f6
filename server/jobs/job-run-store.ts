/**
 * Queries of whoever holds a job. Each names the lease: a worker that was thought dead, and whose job went to
 * another, finds no row and writes nothing. All times are the database's, as the clocks of workers may differ.
 */
import type { Knex } from 'knex';
import type { Grade, JobRow } from '../../db/tables.js';

/** Seconds that a job is held without a sign of life. */
export const LEASE = 20;

/** Seconds before a second attempt; each further one waits four times as long. */
const BACK_OFF = 30;

/** Which job is held, and by which lease. */
export interface Held {
  id: number;
  lease: string;
}

const leaseEnd = (db: Knex): never => db.raw('now() + make_interval(secs => ?)', [LEASE]) as never;

const held = (db: Knex, { id, lease }: Held) => db('jobs').where({ id, lease, state: 'running' });

/** Takes a job that waits and is due. @returns undefined when there is no such job (any more) */
export async function claim(db: Knex, { id, lease }: Held): Promise<JobRow | undefined> {
  const [row] = await db('jobs')
    .where({ id, state: 'queued' })
    .whereRaw('run_after <= now()')
    .update({
      state: 'running',
      lease,
      lease_until: leaseEnd(db),
      started_at: db.raw('coalesce(started_at, now())') as never,
      attempts: db.raw('attempts + 1') as never,
    })
    .returning('*');
  return row;
}

/** Holds on to a job for another while. @returns false when it is not held any more */
export const renew = (db: Knex, job: Held): Promise<boolean> => noteProgress(db, job, {});

/** Whether a job is still held. */
export async function isHeld(db: Knex, job: Held): Promise<boolean> {
  return (await held(db, job).first('id')) !== undefined;
}

export type Progress = Partial<Pick<JobRow, 'checks_done' | 'checks_total' | 'current'>>;

/** Notes how far a job is, which is a sign of life too. @returns false when it is not held any more */
export async function noteProgress(db: Knex, job: Held, progress: Progress): Promise<boolean> {
  return (await held(db, job).update({ ...progress, lease_until: leaseEnd(db) })) > 0;
}

/** Counts what has been found. @returns false when the job is not held any more */
export async function countFindings(trx: Knex, job: Held): Promise<boolean> {
  const checks_done = trx('findings').where({ job_id: job.id }).count() as never;
  return noteProgress(trx, job, { checks_done });
}

const RELEASED = { lease: null, lease_until: null, current: null } as const;

/** Ends a job well. @returns when; undefined when it is not held any more */
export async function markSucceeded(
  trx: Knex,
  job: Held,
  result: { score: number | null; grade: Grade | null },
): Promise<Date | undefined> {
  const [row] = await held(trx, job)
    .update({ ...RELEASED, ...result, state: 'succeeded', error: null, finished_at: trx.fn.now() as never })
    .returning('finished_at');
  return row?.finished_at ?? undefined;
}

/** Ends a job badly. @returns false when it is not held any more */
export async function markFailed(trx: Knex, job: Held, error: string): Promise<boolean> {
  const patch = { ...RELEASED, state: 'failed', error, finished_at: trx.fn.now() as never } as const;
  return (await held(trx, job).update(patch)) > 0;
}

/** Puts a job back after an attempt that failed, for later. @returns false when it is not held any more */
export async function markForRepeat(trx: Knex, job: Held, error: string): Promise<boolean> {
  const run_after = trx.raw('now() + make_interval(secs => ? * power(4, attempts - 1))', [BACK_OFF]) as never;
  const patch = { ...RELEASED, state: 'queued', error, run_after, checks_done: 0 } as const;
  return (await held(trx, job).update(patch)) > 0;
}

/** Puts a job back as if this attempt had not been; what was found stays. @returns false when it is not held */
export async function giveBack(trx: Knex, job: Held): Promise<boolean> {
  const again = { run_after: trx.fn.now() as never, attempts: trx.raw('attempts - 1') as never };
  return (await held(trx, job).update({ ...RELEASED, state: 'queued', ...again })) > 0;
}

export type Abandoned = Pick<JobRow, 'id' | 'tenant_id' | 'attempts' | 'max_attempts'> & { lease: string };

/** Jobs whose holder has given no sign of life for too long; those that another sweep holds are left to it. */
export async function lockAbandoned(trx: Knex, most: number): Promise<Abandoned[]> {
  const rows = await trx('jobs')
    .where({ state: 'running' })
    .whereRaw('lease_until < now()')
    .orderBy('lease_until')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .select('id', 'tenant_id', 'attempts', 'max_attempts', 'lease');
  return rows as Abandoned[];
}

/** Puts a job back whose holder is gone; what was found stays, and the attempt counts. */
export async function takeAway(trx: Knex, job: Held): Promise<void> {
  await held(trx, job).update({ ...RELEASED, state: 'queued', run_after: trx.fn.now() as never });
}

/** Jobs that have been due for so many seconds, and for which no bell is going to ring. */
export async function unheard(db: Knex, seconds: number, most: number): Promise<number[]> {
  return db('jobs')
    .where({ state: 'queued' })
    .whereRaw('run_after < now() - make_interval(secs => ?)', [seconds])
    .whereRaw(
      `not exists (select 1 from graphile_worker.jobs bell where bell.key = 'scan-' || jobs.id
                    and bell.locked_at is null and bell.attempts < bell.max_attempts and bell.run_at <= now())`,
    )
    .orderBy('run_after')
    .limit(most)
    .pluck('id');
}
