/** The figures of all tenants, each in one statement. */
import type { Knex } from 'knex';
import type { Grade, TenantRow, TenantState } from '../../db/tables.js';

/** How many tenants have a state and a grade, and what their scores add up to. */
export interface Tally {
  state: TenantState;
  grade: Grade | null;
  count: number;
  points: number;
  judged: number;
}

/** Counts all tenants by state and grade. */
export async function tally(db: Knex): Promise<Tally[]> {
  return db('tenant_tallies')
    .groupBy('state', 'grade')
    .select<Tally[]>(
      'state',
      'grade',
      db.raw('sum(count)::int as count, sum(points)::int as points, sum(judged)::int as judged'),
    );
}

/** A tenant whose score fell. */
export interface Worse {
  id: number;
  name: string;
  from: number;
  to: number;
  grade: Grade;
}

/** Tenants that were scanned within a day: who else cannot have fallen since. */
const RECENT = `coalesce(last_scan_at, '-infinity'::timestamptz) > now() - interval '24 hours'`;

/** Whether more tenants than that were scanned within a day. */
export async function areManyRecent(db: Knex, most: number): Promise<boolean> {
  const some = db('tenants')
    .whereRaw(RECENT)
    .select(db.raw('1'))
    .limit(most + 1);
  const [row] = await db.count<{ count: number }[]>({ count: '*' }).from(some.as('some'));
  return Number(row?.count) > most;
}

/**
 * Tenants whose newest score is lower than that of their last scan at least a day ago, the worst fall first.
 * @param ids the first and the last of those that are looked at; null: all
 */
export async function worse(
  db: Knex,
  limit: number,
  ids: { from: number; to: number } | null,
): Promise<Worse[]> {
  const { rows } = await db.raw<{ rows: Worse[] }>(
    `select t.id, t.name, before.score as "from", t.score as "to", t.grade
       from (select id, name, name_key, score, grade from tenants
              where ${RECENT} and score is not null ${ids === null ? '' : 'and id between :from and :to'}) as t
      cross join lateral (
        select s.score from tenant_scores s
         where s.tenant_id = t.id and s.at <= now() - interval '24 hours' and s.score is not null
         order by s.at desc limit 1) as before
      where t.score < before.score
      order by before.score - t.score desc, t.name_key limit :limit`,
    { limit, ...ids },
  );
  return rows;
}

/** The highest id of a tenant, 0 without any. */
export async function lastId(db: Knex): Promise<number> {
  const [row] = await db('tenants').max<{ max: number | null }[]>({ max: 'id' });
  return row?.max ?? 0;
}

/** The tenants with the lowest scores. */
export async function lowest(
  db: Knex,
  limit: number,
): Promise<Pick<TenantRow, 'id' | 'name' | 'score' | 'grade'>[]> {
  // As the index has it: there a tenant without a score has -1.
  return db('tenants')
    .whereRaw('coalesce(score, -1) >= 0')
    .orderByRaw('coalesce(score, -1), id')
    .limit(limit)
    .select('id', 'name', 'score', 'grade');
}

/** How many tenants were scanned since midnight (UTC). */
export async function scannedToday(db: Knex): Promise<number> {
  const [row] = await db('tenant_tallies')
    .whereRaw(`scanned_on >= (now() at time zone 'UTC')::date`)
    .sum<{ sum: number | null }[]>({ sum: 'count' });
  return Number(row?.sum ?? 0);
}
