/** Queries on jobs as people see and change them; what a worker does with the one it holds is in ./job-run-store.ts. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import {
  findTenants,
  lookUp,
  whereFound,
  wheresOf,
  type Conditions,
  type FoundOwners,
} from '../../db/search.js';
import type { JobRow, JobState, JobTrigger } from '../../db/tables.js';
import { searchText } from '../tenants/tenants-schema.js';
import { ALIVE } from './jobs-schema.js';

/** What is stored of a job and may be shown: not who holds it. */
export type StoredJob = Omit<JobRow, 'lease' | 'lease_until' | 'version'>;

export const COLUMNS = [
  'id',
  'tenant_id',
  'state',
  'trigger',
  'requested_by',
  'requested_by_name',
  'created_at',
  'run_after',
  'started_at',
  'finished_at',
  'attempts',
  'max_attempts',
  'checks_done',
  'checks_total',
  'current',
  'error',
  'retry_of',
  'score',
  'grade',
] as const satisfies readonly (keyof StoredJob)[];

/** The very expressions of the indexes, see db/migrations/0012_jobs.ts. */
const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  state: { sql: 'state', type: 'text' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
  started_at: { sql: `coalesce(started_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
  finished_at: { sql: `coalesce(finished_at, 'infinity'::timestamptz)`, type: 'timestamptz' },
  score: { sql: 'coalesce(score, -1)', type: 'int' },
};

/** The columns that a list may be ordered by. */
export const JOB_SORTABLE = Object.keys(SORT_KEYS);

const conditions: Conditions = {
  id: (rows, ids: number[]) => void rows.whereIn('id', ids),
  tenant_id: (rows, ids: number[]) => void rows.whereIn('tenant_id', ids),
  state: (rows, states: JobState[]) => void rows.whereIn('state', states),
  trigger: (rows, trigger: JobTrigger) => void rows.where({ trigger }),
  // As tenants themselves are searched for.
  q: (rows, found: FoundOwners) => whereFound(rows, found, 'jobs.tenant_id'),
};

const all: ListSource['from'] = (db) => db('jobs') as Knex.QueryBuilder;

/** A page of jobs. */
export async function listJobs(db: Knex, query: ListQuery): Promise<Page<StoredJob>> {
  const source = { from: all, table: 'jobs', columns: COLUMNS, sortKeys: SORT_KEYS };
  const found = await lookUp(query.filter, (text) => findTenants(db, searchText(text)));
  return listPage(db, { ...source, ...wheresOf(conditions, found) }, query);
}

/** A job as it may be shown. */
export async function findJob(db: Knex, id: number): Promise<StoredJob | undefined> {
  return db('jobs')
    .where({ id })
    .first(...COLUMNS);
}

/** The names of tenants, for shown jobs. */
export async function tenantNames(db: Knex, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db('tenants')
    .whereIn('id', [...new Set(ids)])
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Reads a job and holds its row to the end of the transaction. */
export async function lockJob(trx: Knex, id: number): Promise<JobRow | undefined> {
  return trx('jobs').where({ id }).forUpdate().first('*');
}

/** The job of a tenant that is waiting or running. Ask under the lock of the tenant to rely on it. */
export async function findAlive(db: Knex, tenantId: number): Promise<JobRow | undefined> {
  return db('jobs').where({ tenant_id: tenantId }).whereIn('state', ALIVE).first('*');
}

export type NewJob = Pick<
  JobRow,
  'tenant_id' | 'trigger' | 'requested_by' | 'requested_by_name' | 'retry_of'
>;

/** Adds a job that waits and is due. @throws a unique violation when its tenant has one alive */
export async function insertJob(trx: Knex, job: NewJob): Promise<JobRow> {
  const [row] = await trx('jobs').insert(job).returning('*');
  return row as JobRow;
}

/**
 * Rings for jobs that wait: a worker hears of each when its `run_after` has come. What it then does is settled by
 * the job's row alone, so that a bell which is lost, or rung twice, does no harm.
 */
export async function wakeWorkers(trx: Knex, ids: number[]): Promise<void> {
  await trx.raw(
    `select graphile_worker.add_job('scan', json_build_object('job_id', id), run_at := run_after,
                                    max_attempts := 1, job_key := 'scan-' || id)
       from jobs where id = any(?::int[])`,
    [ids],
  );
}

/** Ends a job that is waiting or running; whoever holds it can write nothing for it any more. */
export async function markCancelled(trx: Knex, id: number): Promise<void> {
  await trx('jobs')
    .where({ id })
    .update({
      state: 'cancelled',
      finished_at: trx.fn.now() as never,
      lease: null,
      lease_until: null,
      current: null,
    });
}

/** The job of a tenant that waits or runs, in short. */
export type AliveJob = Pick<JobRow, 'id' | 'state' | 'checks_done' | 'checks_total'>;

/** Of each tenant the job that waits or runs. */
export async function aliveJobs(
  db: Knex,
  tenantIds: number[],
): Promise<(AliveJob & { tenant_id: number })[]> {
  return db('jobs')
    .whereRaw('tenant_id = any(?::int[])', [tenantIds])
    .whereIn('state', ALIVE)
    .select('tenant_id', 'id', 'state', 'checks_done', 'checks_total');
}

/** The newest job of a tenant that is over, in short. */
export type LastJob = Pick<JobRow, 'id' | 'state' | 'error'>;

/** Of each tenant the newest job that is over. */
export async function lastJobs(db: Knex, tenantIds: number[]): Promise<(LastJob & { tenant_id: number })[]> {
  const { rows } = await db.raw<{ rows: (LastJob & { tenant_id: number })[] }>(
    `select last.tenant_id, last.id, last.state, last.error
       from unnest(?::int[]) as wanted(id)
      cross join lateral (
        select * from jobs where tenant_id = wanted.id and state not in ('queued', 'running')
         order by id desc limit 1) as last`,
    [tenantIds],
  );
  return rows;
}

/**
 * Deletes jobs that have been over for long, with their findings; never the last one of a tenant that succeeded, as
 * the tenant's report is made of it.
 * @returns how many went
 */
export async function deleteOldJobs(trx: Knex, days: number, most: number): Promise<number> {
  const old = trx('jobs')
    .select('id')
    .whereRaw(
      `coalesce(finished_at, 'infinity'::timestamptz) < now() - make_interval(days => ?)
       and not exists (select 1 from tenants where last_job_id = jobs.id)`,
      [days],
    )
    .orderByRaw(`coalesce(finished_at, 'infinity'::timestamptz), id`)
    .limit(most)
    .forUpdate()
    .skipLocked();
  return trx('jobs').whereIn('id', old).delete();
}
