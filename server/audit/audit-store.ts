/** Queries on auth_audit. Rows are only ever added; the database refuses anything else. */
import type { Knex } from 'knex';
import { listBatches } from '../../db/list-batches.js';
import { gatherRows } from '../../db/list-gather.js';
import { listPage } from '../../db/list-page.js';
import {
  isFiltered,
  type ListQuery,
  type ListSource,
  type Page,
  type Selection,
} from '../../db/list-source.js';
import { walkRows } from '../../db/list-walk.js';
import { named } from '../../db/named.js';
import type { AuditRow } from '../../db/tables.js';
import {
  ABOUT,
  auditWhere,
  certainHits,
  isOfTenant,
  isOrderedById,
  isShort,
  ofTenant,
  ofUser,
} from './audit-filter-store.js';

export type NewAuditRow = Pick<AuditRow, 'user_id' | 'username' | 'event' | 'ip' | 'detail'>;

/** What the API shows of a row. */
export const COLUMNS = ['id', 'ts', 'user_id', 'username', 'event', 'ip', 'detail'] as const;
const SORT_KEYS = {
  id: { sql: 'id', type: 'bigint' },
  ts: { sql: 'ts', type: 'timestamptz' },
  event: { sql: 'event', type: 'text' },
};

/** Totals are exact up to here. */
const MAX_TOTAL = 10_000;

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

const table: ListSource['from'] = (db) => db('auth_audit') as Knex.QueryBuilder;

const sourceOf = async (db: Knex, filter: ListQuery['filter']): Promise<ListSource> => ({
  from: table,
  columns: COLUMNS,
  sortKeys: SORT_KEYS,
  where: await auditWhere(db, filter),
});

/** How many rows there are, up to one more than MAX_TOTAL. */
function counted(db: Knex, where: ListSource['where']): Knex.QueryBuilder {
  const some = table(db)
    .select(db.raw('1'))
    .limit(MAX_TOTAL + 1);
  where(some);
  return db.count({ count: '*' }).from(some.as('some_rows'));
}

/** What indexes know by themselves is asked first: a search that has many hits is known by it at once. */
async function countHits(db: Knex, source: ListSource, filter: ListQuery['filter']): Promise<number> {
  const { q, ...others } = filter;
  if (typeof q === 'string' && Object.keys(others).length === 0) {
    const counts = certainHits(q).map((where) => counted(db, where));
    const most = db.raw(`greatest(${counts.map(() => '(?)').join(', ')}) as count`, counts);
    const [row] = await db.select<{ count: number }[]>(most);
    if (row !== undefined && row.count > MAX_TOTAL) return row.count;
    // Of a short text they are all there can be.
    if (row?.count === 0 && isShort(q)) return 0;
  }
  const [row] = (await counted(db, source.where)) as { count: number }[];
  return row?.count ?? 0;
}

/**
 * A page of the log. Counted first: of many hits a page is soon met by walking in its order, and they need not be
 * gathered for nothing.
 */
export async function listAudit(db: Knex, query: ListQuery): Promise<Page<AuditRow>> {
  const source = await sourceOf(db, query.filter);
  if (!isFiltered(query)) return listPage(db, source, query);
  const total = await countHits(db, source, query.filter);
  if (total === 0) return { rows: [], next: null, total };
  if (total > MAX_TOTAL) return { ...(await walkRows<AuditRow>(db, source, query)), total: null };
  if (query.sort.field === 'id' && isOrderedById(query.filter)) {
    return { ...(await walkRows<AuditRow>(db, source, query)), total };
  }
  // More of them may have come meanwhile.
  const few = await gatherRows<AuditRow>(db, source, query);
  return few ?? { ...(await walkRows<AuditRow>(db, source, query)), total: null };
}

/** All rows of a selection, in batches. */
export async function* batchAudit(
  db: Knex,
  selection: Selection,
): AsyncGenerator<AuditRow[], void, undefined> {
  yield* listBatches<AuditRow>(db, await sourceOf(db, selection.filter), selection);
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
