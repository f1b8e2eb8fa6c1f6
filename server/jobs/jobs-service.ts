/** Jobs as people ask for them. The tenant's row is locked before its jobs, always, so that no two cross. */
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-source.js';
import type { JobRow, JobTrigger } from '../../db/tables.js';
import { change, type RecordEvent } from '../audit/audit-service.js';
import type { ActorCtx, Ctx } from '../core/context.js';
import { ApiError, notFound } from '../core/errors.js';
import { findingsOf, type Finding } from '../scans/findings-service.js';
import { lockTenant, noSuchTenant, provedDomains } from '../tenants/tenants-service.js';
import { isAlive } from './jobs-schema.js';
import * as store from './jobs-store.js';
import type { AliveJob, LastJob, StoredJob } from './jobs-store.js';

export { JOB_SORTABLE } from './jobs-store.js';
export type { AliveJob, LastJob } from './jobs-store.js';

/** A job as the API shows one. */
export type Job = StoredJob & { tenant_name: string };

const noSuchJob = (): ApiError => notFound('There is no such job.');

/** Adds the names of the tenants; a job whose tenant is being deleted at this moment is left out. */
export async function withNames(db: Knex, jobs: StoredJob[]): Promise<Job[]> {
  const names = await store.tenantNames(
    db,
    jobs.map(({ tenant_id }) => tenant_id),
  );
  return jobs.flatMap((job) => {
    const tenant_name = names.get(job.tenant_id);
    return tenant_name === undefined ? [] : [{ ...job, tenant_name }];
  });
}

/** A page of jobs. */
export async function listJobs(ctx: ActorCtx, query: ListQuery): Promise<Page<Job>> {
  const page = await store.listJobs(ctx.db, query);
  return { ...page, rows: await withNames(ctx.db, page.rows) };
}

async function readJob(db: Knex, id: number): Promise<Job> {
  const found = await store.findJob(db, id);
  const [job] = await withNames(db, found === undefined ? [] : [found]);
  if (job === undefined) throw noSuchJob();
  return job;
}

/** @throws ApiError `not_found` */
export const getJob = (ctx: ActorCtx, id: number): Promise<Job> => readJob(ctx.db, id);

/** @throws ApiError `tenant_paused`, `nothing_to_scan`, `not_found` */
async function assertScannable(trx: Knex.Transaction, tenantId: number): Promise<string> {
  const tenant = await provedDomains(trx, tenantId);
  if (tenant === null) throw noSuchTenant();
  if (tenant.state === 'paused') {
    throw new ApiError('tenant_paused', 'This tenant is paused. Make it active before you scan it.');
  }
  if (tenant.domains.length === 0) {
    throw new ApiError('nothing_to_scan', 'Only proved domains are scanned. Prove control of one first.');
  }
  return tenant.name;
}

/** Adds a job to a tenant that is locked and has none alive. */
async function addJob(
  trx: Knex.Transaction,
  ctx: Ctx,
  record: RecordEvent,
  job: Pick<store.NewJob, 'tenant_id' | 'trigger' | 'retry_of'>,
): Promise<JobRow> {
  const name = await assertScannable(trx, job.tenant_id);
  const { id: requested_by = null, username: requested_by_name = null } = ctx.actor ?? {};
  const row = await store.insertJob(trx, { ...job, requested_by, requested_by_name });
  await store.wakeWorkers(trx, [row.id]);
  record('job_create', { target: job.tenant_id, name, job: row.id, trigger: job.trigger });
  return row;
}

/**
 * Queues a scan of a tenant, or answers the job that is waiting or running already, which leaves no second trace.
 * @param record of the change that this is part of
 * @throws ApiError `not_found`, `tenant_paused`, `nothing_to_scan`
 */
export async function queueScan(
  trx: Knex.Transaction,
  ctx: Ctx,
  record: RecordEvent,
  tenantId: number,
  trigger: JobTrigger,
): Promise<JobRow> {
  // Of many who ask at once one goes first; the others then find its job.
  if ((await lockTenant(trx, tenantId)) === null) throw noSuchTenant();
  const alive = await store.findAlive(trx, tenantId);
  return alive ?? addJob(trx, ctx, record, { tenant_id: tenantId, trigger, retry_of: null });
}

/**
 * Queues a scan because somebody asks for it.
 * @throws ApiError `not_found`, `tenant_paused`, `nothing_to_scan`
 */
export async function createJob(ctx: ActorCtx, tenantId: number): Promise<Job> {
  return change(ctx, async (trx, record) => {
    const { id } = await queueScan(trx, ctx, record, tenantId, 'manual');
    return readJob(trx, id);
  });
}

/**
 * Ends a job that is waiting or running, at once: what its worker still sees is not written any more.
 * @throws ApiError `not_found`, `job_over`
 */
export async function cancelJob(ctx: ActorCtx, id: number): Promise<Job> {
  return change(ctx, async (trx, record) => {
    const row = await store.lockJob(trx, id);
    if (row === undefined) throw noSuchJob();
    if (!isAlive(row)) throw new ApiError('job_over', 'This scan is over already.');
    await store.markCancelled(trx, id);
    const job = await readJob(trx, id);
    record('job_cancel', { target: job.tenant_id, name: job.tenant_name, job: id });
    return job;
  });
}

/**
 * Repeats a scan that failed or was cancelled, as a new job.
 * @throws ApiError `not_found`, `job_alive`, `job_over`, `tenant_paused`, `nothing_to_scan`
 */
export async function retryJob(ctx: ActorCtx, id: number): Promise<Job> {
  return change(ctx, async (trx, record) => {
    const known = await store.findJob(trx, id);
    if (known === undefined || (await lockTenant(trx, known.tenant_id)) === null) throw noSuchJob();
    // Again, now that nobody else may change it.
    const job = await store.lockJob(trx, id);
    if (job === undefined) throw noSuchJob();
    if ((await store.findAlive(trx, job.tenant_id)) !== undefined) {
      throw new ApiError('job_alive', 'A scan of this tenant is waiting or running already.');
    }
    if (job.state === 'succeeded') {
      throw new ApiError('job_over', 'This scan succeeded. Start a new one instead.');
    }
    const fresh = { tenant_id: job.tenant_id, trigger: 'retry', retry_of: id } as const;
    return readJob(trx, (await addJob(trx, ctx, record, fresh)).id);
  });
}

/** What the findings of a job may be ordered by; those that are alike stay as the report has them. */
const FINDING_KEYS = {
  domain: (finding: Finding) => finding.domain,
  gain: (finding: Finding) => finding.gain,
  severity: (finding: Finding) => ['low', 'medium', 'high'].indexOf(finding.severity),
  status: (finding: Finding) => ['pass', 'unknown', 'warn', 'fail'].indexOf(finding.status),
};

export const FINDING_SORTABLE = Object.keys(FINDING_KEYS);

/**
 * What a job found: some hundred rows at most, so they are chosen and ordered here.
 * @throws ApiError `not_found`
 */
export async function listFindings(ctx: ActorCtx, id: number, query: ListQuery): Promise<Page<Finding>> {
  await readJob(ctx.db, id);
  const fits = (finding: Finding): boolean =>
    Object.entries(query.filter).every(([name, wanted]) => {
      const value = finding[name as keyof Finding];
      return Array.isArray(wanted) ? wanted.includes(value) : value === wanted;
    });
  const rows = (await findingsOf(ctx.db, id)).filter(fits);
  const key = FINDING_KEYS[query.sort.field as keyof typeof FINDING_KEYS];
  const sign = query.sort.direction === 'asc' ? 1 : -1;
  rows.sort((a, b) => (key(a) === key(b) ? 0 : key(a) < key(b) ? -sign : sign));
  const end = query.offset + query.limit;
  return { rows: rows.slice(query.offset, end), total: rows.length, next: null };
}

/** The job of each tenant that is waiting or running; a tenant without one is not in the map. */
export async function aliveJobs(db: Knex, tenantIds: number[]): Promise<Map<number, AliveJob>> {
  const rows = await store.aliveJobs(db, tenantIds);
  return new Map(rows.map(({ tenant_id, ...job }) => [tenant_id, job]));
}

/** The newest job of each tenant that is over; a tenant without one is not in the map. */
export async function lastJobs(db: Knex, tenantIds: number[]): Promise<Map<number, LastJob>> {
  const rows = await store.lastJobs(db, tenantIds);
  return new Map(rows.map(({ tenant_id, ...job }) => [tenant_id, job]));
}
