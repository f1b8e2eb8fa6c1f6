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
  return db('tenants')
    .groupBy('state', 'grade')
    .select<Tally[]>(
      'state',
      'grade',
      db.raw('count(*) as count, coalesce(sum(score), 0) as points, count(score) as judged'),
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

/**
 * Tenants whose newest score is lower than that of their last scan at least a day ago, the worst fall first. Who was
 * not scanned since cannot be among them.
 */
export async function worse(db: Knex, limit: number): Promise<Worse[]> {
  const { rows } = await db.raw<{ rows: Worse[] }>(
    `select t.id, t.name, before.score as "from", t.score as "to", t.grade
       from tenants t
      cross join lateral (
        select s.score from tenant_scores s
         where s.tenant_id = t.id and s.at <= now() - interval '24 hours' and s.score is not null
         order by s.at desc limit 1) as before
      where coalesce(t.last_scan_at, '-infinity'::timestamptz) > now() - interval '24 hours'
        and t.score < before.score
      order by before.score - t.score desc, t.name_key limit ?`,
    [limit],
  );
  return rows;
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
  const [row] = await db('tenants')
    .whereRaw(`coalesce(last_scan_at, '-infinity'::timestamptz) >= date_trunc('day', now(), 'UTC')`)
    .count<{ count: number }[]>({ count: '*' });
  return Number(row?.count);
}
