/** Reads jobs as they change, see ./jobs-stream.ts for how. */
import type { Knex } from 'knex';
import { COLUMNS, type StoredJob } from './jobs-store.js';
import { ALIVE } from './jobs-schema.js';

/** Jobs at a time: what is read is held in memory once for each stream. */
export const BATCH = 200;

/** Changes before the newest, at the beginning, within which one may not be visible yet. */
const SLACK = 1_000;

/** A job's number and its newest change. */
export interface Mark {
  id: number;
  version: number;
}

export type ChangedJob = StoredJob & Mark;

/** Which jobs are watched: those of these tenants, or all. */
export interface JobFilter {
  tenant_id?: number[];
}

/** The jobs of these tenants, else all. */
function watched(db: Knex, { tenant_id }: JobFilter) {
  const jobs = db('jobs');
  return tenant_id === undefined ? jobs : jobs.whereIn('tenant_id', tenant_id);
}

export interface Beginning {
  /** The newest change that could be seen, of any job. */
  newest: number;
  /** Some changes before that: up to here everything could be seen. */
  floor: number;
  /** The changes in between that could be seen. */
  seen: Mark[];
  /** The jobs that wait or run. */
  alive: ChangedJob[];
}

/** The newest change that can be seen, of any job. */
export async function readNewest(db: Knex): Promise<number> {
  const { rows } = await db.raw<{ rows: { newest: number }[] }>(
    'select coalesce(max(version), 0) as newest from jobs',
  );
  return rows[0]?.newest ?? 0;
}

/** Where the changes end now and which jobs wait or run, of one snapshot: no change falls between the two. */
export async function readBeginning(db: Knex, filter: JobFilter): Promise<Beginning> {
  return db.transaction(
    async (trx) => {
      const newest = await readNewest(trx);
      const floor = newest - SLACK;
      const seen = await trx('jobs').where('version', '>', floor).select('id', 'version');
      const alive = await watched(trx, filter)
        .whereIn('state', ALIVE)
        // Those that run first, where there are too many.
        .orderBy([{ column: 'state', order: 'desc' }, { column: 'id' }])
        .limit(BATCH)
        .select(...COLUMNS, 'version');
      return { newest, floor, seen, alive };
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

/** The numbers and changes of watched jobs that changed after one, in order. */
export async function readMarks(db: Knex, filter: JobFilter, after: number): Promise<Mark[]> {
  return watched(db, filter).where('version', '>', after).orderBy('version').select('id', 'version');
}

/** The jobs of these numbers, in the order of their changes. */
export async function readJobs(db: Knex, ids: number[]): Promise<ChangedJob[]> {
  return db('jobs')
    .whereRaw('id = any(?::int[])', [ids])
    .orderBy('version')
    .select(...COLUMNS, 'version');
}

/** Which of these jobs are gone. */
export async function readGone(db: Knex, ids: number[]): Promise<number[]> {
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    'select id from unnest(?::int[]) as told(id) where not exists (select 1 from jobs where jobs.id = told.id)',
    [ids],
  );
  return rows.map(({ id }) => id);
}
