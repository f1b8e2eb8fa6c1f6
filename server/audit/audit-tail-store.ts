/** Reads the end of the log as it grows, see ./audit-stream.ts for why it is read in two pieces. */
import type { Knex } from 'knex';
import { named } from '../../db/named.js';
import type { AuditRow } from '../../db/tables.js';
import { auditWhere } from './audit-filter-store.js';
import { COLUMNS } from './audit-store.js';

/** Seconds within which every transaction has ended: the longest may take 8, an abandoned one 15. */
const LONGEST = 30;

/** Rows at a time: what is read is held in memory once for each stream. */
export const BATCH = 500;

/** Ids of the last seconds that are remembered for a stream that begins now. */
export const MEMORY = 50_000;

export interface TailEnd {
  /** Time of the database when it was looked at. */
  now: Date;
  /** The highest id that could be seen then; 0 in an empty log. */
  newest: number;
}

type Filter = Record<string, unknown>;

/** Where the log ends now. Asked at every wake-up, and planning it over all months costs more than the answer. */
export async function readEnd(db: Knex): Promise<TailEnd> {
  const sql = 'select now() as now, coalesce((select max(id) from auth_audit), 0) as newest';
  const [end] = await named<TailEnd>(db, 'audit_end', sql, []);
  return end!;
}

/**
 * Where the log ends now, and what of the last seconds can be seen already: of one snapshot, so that no row falls
 * between the two.
 */
export async function readEndAndRecent(db: Knex): Promise<TailEnd & { recent: number[] }> {
  const { rows } = await db.raw<{ rows: (TailEnd & { recent: number[] })[] }>(
    `select now() as now, coalesce((select max(id) from auth_audit), 0) as newest,
            coalesce((select json_agg(id) from (
              select id from auth_audit where ts >= now() - make_interval(secs => ?)
               order by ts desc, id desc limit ?) as recent), '[]') as recent`,
    [LONGEST, MEMORY],
  );
  return rows[0]!;
}

/** The moment of a row; null when there is no such row (any more). */
export async function readMoment(db: Knex, id: number): Promise<Date | null> {
  const row = await db('auth_audit').where({ id }).first('ts');
  return row?.ts ?? null;
}

/**
 * Rows that may have become visible after a row with a higher id: their transactions began, and took their ids,
 * around the moment when the log was looked at.
 * @param range ids after `after`, up to `until`
 */
export async function readLate(
  db: Knex,
  filter: Filter,
  moment: Date,
  range: { after: number; until: number },
): Promise<AuditRow[]> {
  const where = await auditWhere(db, filter);
  const late = db('auth_audit')
    .whereRaw('ts >= ?::timestamptz - make_interval(secs => ?)', [moment, LONGEST])
    .whereRaw('ts <= ?::timestamptz + make_interval(secs => ?)', [moment, LONGEST])
    .where('id', '<=', range.until)
    .select('*');
  // Gathered first: the planner might rather walk the whole log by id for the few it then finds.
  const rows: Knex.QueryBuilder = db.withMaterialized('late', late).from('late');
  where(rows);
  return rows
    .where('id', '>', range.after)
    .orderBy('id')
    .limit(BATCH)
    .select<AuditRow[]>([...COLUMNS]);
}

/** Rows with these ids, lowest first. */
export async function readNew(
  db: Knex,
  filter: Filter,
  range: { after: number; until: number },
): Promise<AuditRow[]> {
  const rows = db('auth_audit') as Knex.QueryBuilder;
  (await auditWhere(db, filter))(rows);
  return rows
    .where('id', '>', range.after)
    .where('id', '<=', range.until)
    .orderBy('id')
    .limit(BATCH)
    .select<AuditRow[]>([...COLUMNS]);
}

/** Whether a row of this moment may still be met by readLate when the log was last looked at then. */
export const isRecent = (ts: Date, moment: Date): boolean =>
  ts.getTime() >= moment.getTime() - LONGEST * 1000 - 1;
