/** How tenants stood over time, and when they are scanned next. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import type { Grade, TenantScoreRow } from '../../db/tables.js';

/** What a scan that succeeded says of its tenant. */
export interface ScanNote {
  tenantId: number;
  jobId: number;
  /** Null when too little could be seen to judge. */
  score: number | null;
  grade: Grade | null;
  at: Date;
}

/** A row of the list of scores; `id` is the job's, as every list has one. */
export type Score = Pick<TenantScoreRow, 'job_id' | 'at' | 'score' | 'grade'> & { id: number };

/** Seconds over which the nightly scans are spread. */
const JITTER = 4 * 3600;

/** How many scores a tenant's row keeps for its trend. */
const TREND = 12;

/** A moment after the next time that the clock (UTC) strikes the hour of the nightly scans, `?` twice. */
const NEXT_NIGHT = `date_trunc('day', now() - make_interval(hours => ?), 'UTC')
  + make_interval(days => 1, hours => ?, secs => random() * ${JITTER})`;

const SORT_KEYS = { at: { sql: 'at', type: 'timestamptz' } };

/** The columns that a list may be ordered by. */
export const SCORE_SORTABLE = Object.keys(SORT_KEYS);

/** A page of a tenant's scores. */
export async function listScores(db: Knex, tenantId: number, query: ListQuery): Promise<Page<Score>> {
  const from: ListSource['from'] = () =>
    db
      .from(
        db('tenant_scores')
          .where({ tenant_id: tenantId })
          .select('job_id as id', 'job_id', 'at', 'score', 'grade')
          .as('scores'),
      )
      .select() as Knex.QueryBuilder;
  const columns = ['id', 'job_id', 'at', 'score', 'grade'];
  return listPage(db, { from, columns, sortKeys: SORT_KEYS, where: () => undefined }, query);
}

/** The newest scans of a tenant that succeeded, the newest first. */
export async function newestScores(db: Knex, tenantId: number, count: number): Promise<TenantScoreRow[]> {
  return db('tenant_scores')
    .where({ tenant_id: tenantId })
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'job_id', order: 'desc' },
    ])
    .limit(count)
    .select('*');
}

/** @returns false when this job's score is there already */
export async function insertScore(trx: Knex, note: ScanNote): Promise<boolean> {
  const { tenantId, jobId, score, grade, at } = note;
  const added: unknown[] = await trx('tenant_scores')
    .insert({ job_id: jobId, tenant_id: tenantId, at, score, grade })
    .onConflict('job_id')
    .ignore()
    .returning('job_id');
  return added.length > 0;
}

/**
 * Writes what a scan said into the tenant's row: a tenant in onboarding without an unproved domain becomes active,
 * and an active one is due in the next night. A scan that could not judge leaves the score as it was.
 */
export async function applyScore(trx: Knex, note: ScanNote, hour: number): Promise<void> {
  const { tenantId, jobId, score, grade, at } = note;
  const isActive = `(state = 'active' or (state = 'onboarding' and not exists (
    select 1 from tenant_domains d where d.tenant_id = tenants.id and d.proof is null)))`;
  await trx.raw(
    `update tenants set
            state = case when ${isActive} then 'active' else state end,
            next_scan_at = case when ${isActive} then ${NEXT_NIGHT} else next_scan_at end,
            last_job_id = ?, last_scan_at = ?,
            score = coalesce(?::int, score),
            grade = case when ?::int is null then grade else ? end,
            trend = case when ?::int is null then trend
                    else (trend || ?::smallint)[greatest(cardinality(trend) - ${TREND - 2}, 1):] end
      where id = ?`,
    [hour, hour, jobId, at, score, score, grade, score, score, tenantId] as Knex.RawBinding[],
  );
}

/** Sets when the nightly scans go on, or that there are none. */
export async function setNextScan(trx: Knex, tenantId: number, hour: number | null): Promise<void> {
  const next_scan_at = hour === null ? null : (trx.raw(NEXT_NIGHT, [hour, hour]) as never);
  await trx('tenants').where({ id: tenantId }).update({ next_scan_at });
}

/** Active tenants that are due, moved on to their next night; those that another worker holds are left to it. */
export async function takeDue(trx: Knex, limit: number, hour: number): Promise<number[]> {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `update tenants set next_scan_at = ${NEXT_NIGHT}
      where id in (select id from tenants where state = 'active' and next_scan_at <= now()
                    order by next_scan_at limit ? for update skip locked)
      returning id`,
    [hour, hour, limit],
  );
  return rows.map(({ id }) => id);
}
