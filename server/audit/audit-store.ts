/** Queries on auth_audit. Rows are only ever added; the database refuses anything else. */
import type { Knex } from 'knex';
import { listBatches } from '../../db/list-batches.js';
import {
  escapeLike,
  listPage,
  type ListQuery,
  type ListSource,
  type Page,
  type Selection,
} from '../../db/list-page.js';
import { named } from '../../db/named.js';
import { hasTrigram } from '../../db/search.js';
import type { AuditRow } from '../../db/tables.js';
import { TENANT_EVENTS } from './audit-events.js';

export type NewAuditRow = Pick<AuditRow, 'user_id' | 'username' | 'event' | 'ip' | 'detail'>;

/** What the API shows of a row. */
export const COLUMNS = ['id', 'ts', 'user_id', 'username', 'event', 'ip', 'detail'] as const;
const SORT_KEYS = {
  id: { sql: 'id', type: 'bigint' },
  ts: { sql: 'ts', type: 'timestamptz' },
  event: { sql: 'event', type: 'text' },
};

/** The very expression of the index auth_audit_search. */
const SEARCHED = `(coalesce(username,'') || ' ' || event || ' ' || coalesce(ip,'') || ' ' || detail::text)`;

/** Where no index can help, free text looks through this many of the newest rows. */
const SEARCH_WINDOW = 50_000;

/** ids rise with time, but for transactions that overlap: far fewer than this many are under way at once. */
const ID_SLACK = 10_000;

/** The columns that a list may be ordered by. */
export const AUDIT_SORTABLE = Object.keys(SORT_KEYS);

/** Adds rows: one statement for any number of them, as every change ends with it. */
export async function insertAudit(db: Knex, rows: NewAuditRow[]): Promise<void> {
  await named(
    db,
    'audit_insert',
    `insert into auth_audit (user_id, username, event, ip, detail)
     select * from jsonb_to_recordset(?::jsonb)
         as r(user_id int, username text, event text, ip text, detail jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** The backslash makes it the operator: to Knex a bare question mark is a value's place. */
const ABOUT = `detail \\? 'target' and detail->>'target' = ?`;

/** Users and tenants are numbered from 1, each for themselves: only the event tells whose number it is. */
const ofTenant = (rows: Knex.QueryBuilder): void => void rows.whereIn('event', TENANT_EVENTS);
const isOfTenant = (event: string): boolean => TENANT_EVENTS.some((one) => one === event);
const ofUser = (rows: Knex.QueryBuilder): void => void rows.whereNotIn('event', TENANT_EVENTS);

type Conditions = { [K in string]?: (rows: Knex.QueryBuilder, value: never) => void };

/**
 * The list goes by id, so a time range is also told as a range of ids: the walk from the newest row then
 * starts where the range does, and not ten million rows later.
 */
function boundById(rows: Knex.QueryBuilder, db: Knex, value: Date, sign: '<=' | '>='): void {
  const order = sign === '<=' ? 'desc' : 'asc';
  const edge = db('auth_audit').select('id').where('ts', sign, value);
  void edge.orderBy([
    { column: 'ts', order },
    { column: 'id', order },
  ]);
  const slack = sign === '<=' ? ID_SLACK : -ID_SLACK;
  void rows.where('ts', sign, value).where('id', sign, db.raw('(?) + ?', [edge.limit(1), slack]));
}

function search(rows: Knex.QueryBuilder, db: Knex, text: string, indexed: boolean): void {
  void rows.whereRaw(`${SEARCHED} ilike ?`, [`%${escapeLike(text)}%`]);
  // Three characters make a trigram; shorter text has none to look up.
  if (indexed && [...text].length >= 3) return;
  void rows.where('id', '>', db.raw('coalesce((select max(id) from auth_audit), 0) - ?', [SEARCH_WINDOW]));
}

function conditions(db: Knex, indexed: boolean): Conditions {
  return {
    id: (rows, ids: number[]) => void rows.whereIn('id', ids),
    event: (rows, event: string) => void rows.where({ event }),
    user_id: (rows, user_id: number) => void rows.where({ user_id }),
    target_id: (rows, id: number) => void rows.whereRaw(ABOUT, [`${id}`]),
    target_user_id: (rows, id: number) => void rows.whereRaw(ABOUT, [`${id}`]).where(ofUser),
    tenant_id: (rows, id: number) => void rows.whereRaw(ABOUT, [`${id}`]).where(ofTenant),
    ip: (rows, ip: string) => void rows.where({ ip }),
    ts_gte: (rows, ts: Date) => boundById(rows, db, ts, '>='),
    ts_lte: (rows, ts: Date) => boundById(rows, db, ts, '<='),
    q: (rows, text: string) => search(rows, db, text, indexed),
  };
}

const table: ListSource['from'] = (db) => db('auth_audit') as Knex.QueryBuilder;

async function filtered(db: Knex, filter: ListQuery['filter']): Promise<ListSource> {
  const known = conditions(db, await hasTrigram(db));
  const where: ListSource['where'] = (rows) => {
    for (const [name, value] of Object.entries(filter)) known[name]?.(rows, value as never);
  };
  return { from: table, columns: COLUMNS, sortKeys: SORT_KEYS, where };
}

/** The conditions of a filter of the list. */
export const auditWhere = async (db: Knex, filter: ListQuery['filter']): Promise<ListSource['where']> =>
  (await filtered(db, filter)).where;

/** A page of the log. */
export async function listAudit(db: Knex, query: ListQuery): Promise<Page<AuditRow>> {
  return listPage(db, await filtered(db, query.filter), query);
}

/** All rows of a selection, in batches. */
export async function* batchAudit(
  db: Knex,
  selection: Selection,
): AsyncGenerator<AuditRow[], void, undefined> {
  yield* listBatches<AuditRow>(db, await filtered(db, selection.filter), selection);
}

/** The oldest row there is. */
export async function first(db: Knex): Promise<AuditRow | undefined> {
  return db('auth_audit')
    .orderBy('id')
    .first(...COLUMNS);
}

/** How far back among the rows about a target its last row of one event is looked for. */
const RECENT = 50;

/** The newest row of an event about a target, if it is among the newest about it. */
export async function lastAbout(db: Knex, target: number, event: string): Promise<AuditRow | undefined> {
  const recent = db('auth_audit')
    .whereRaw(ABOUT, [`${target}`])
    .where(isOfTenant(event) ? ofTenant : ofUser)
    .orderBy('id', 'desc')
    .limit(RECENT)
    .select(...COLUMNS);
  return db.from(recent.as('recent')).where({ event }).orderBy('id', 'desc').first<AuditRow | undefined>();
}

/** The newest row of an event. */
export async function lastOf(db: Knex, event: string): Promise<AuditRow | undefined> {
  return db('auth_audit')
    .where({ event })
    .orderBy('id', 'desc')
    .first(...COLUMNS);
}
