/**
 * One page of a list that stays fast at any depth and size: ordered by a key and the id, continued by
 * keyset (`(key, id) > (last key, last id)`), counted only as far as anybody reads.
 */
import type { Knex } from 'knex';

/** Totals are exact up to here. */
const MAX_TOTAL = 10_000;

export interface ListQuery {
  sort: { field: string; direction: 'asc' | 'desc' };
  /** Position of the first row, from 0. */
  offset: number;
  limit: number;
  /** Where the page before ended; with it `offset` only numbers the rows. */
  after: Cursor | null;
  filter: Record<string, unknown>;
}

/** The last row of a page: its sort key as PostgreSQL writes it, exact to the microsecond, and its id. */
export interface Cursor {
  key: string;
  id: number;
}

export interface Page<T> {
  rows: T[];
  /** Exact up to 10,000, null beyond. */
  total: number | null;
  /** Where the next page starts, null on the last one. */
  next: Cursor | null;
}

/** What a sort field is ordered by: an expression that is never null, and its type. */
export interface SortKey {
  sql: string;
  type: string;
}

export interface ListSource {
  /** The rows before any filter: a table, or a named subquery. It has a column `id`, unique and whole. */
  from: (db: Knex) => Knex.QueryBuilder;
  columns: readonly string[];
  sortKeys: Record<string, SortKey>;
  /** Adds the conditions of the filter. */
  where: (rows: Knex.QueryBuilder) => void;
}

type FoundRow = Record<string, unknown> & { id: number; cursor_key: string };

/** Which rows, and in what order. */
export type Selection = Pick<ListQuery, 'sort' | 'filter'>;

type Window = Omit<ListQuery, 'filter'>;

/** Part of a list, and where the next part starts. */
export type Rows<T> = Pick<Page<T>, 'rows' | 'next'>;

async function countHits(db: Knex, source: ListSource): Promise<number> {
  const some = filteredRows(db, source)
    .select(db.raw('1'))
    .limit(MAX_TOTAL + 1);
  const [row] = await db.count<{ count: number }[]>({ count: '*' }).from(some.as('some'));
  return Number(row?.count ?? 0);
}

function filteredRows(db: Knex, source: ListSource): Knex.QueryBuilder {
  const rows = source.from(db);
  source.where(rows);
  return rows;
}

function addPosition(rows: Knex.QueryBuilder, key: SortKey, query: Window): void {
  const { direction } = query.sort;
  if (query.after === null) {
    void rows.offset(query.offset);
  } else {
    const sign = direction === 'asc' ? '>' : '<';
    void rows.whereRaw(`(${key.sql}, id) ${sign} (cast(? as ${key.type}), ?)`, [
      query.after.key,
      query.after.id,
    ]);
  }
  void rows.orderByRaw(`${key.sql} ${direction}, id ${direction}`).limit(query.limit + 1);
}

/** The columns of the rows, and the key that the next page begins after. */
function columnsOf(db: Knex, { columns }: ListSource, key: SortKey): (string | Knex.Raw)[] {
  return [...columns, db.raw(`(${key.sql})::text as cursor_key`)];
}

function sortKeyOf(source: ListSource, { sort }: Window): SortKey {
  const key = source.sortKeys[sort.field];
  if (key === undefined) throw new Error(`No sort key for ${sort.field}.`);
  return key;
}

/** Whether the hits may be few. Without a filter every row is one. */
export const isFiltered = ({ filter }: Selection): boolean => Object.keys(filter).length > 0;

/**
 * Reads a window of few hits: gathers them first, counts and sorts them then, all in one statement. Left to itself
 * the planner may walk the whole index of the order for a handful of rows.
 * @param window its sort field must be one of the source's keys
 * @returns null when there are more than 10,000 hits
 */
export async function gatherRows<T>(
  db: Knex,
  source: ListSource,
  window: Window,
): Promise<(Rows<T> & { total: number }) | null> {
  const key = sortKeyOf(source, window);
  const hits = filteredRows(db, source)
    .select('*')
    .limit(MAX_TOTAL + 1);
  const page = db.withMaterialized('hits', hits).from('hits');
  addPosition(page, key, window);
  const hitCount = db.raw('(select count(*) from hits) as hit_count');
  const found: (FoundRow & { hit_count: number })[] = await page.select([
    ...columnsOf(db, source, key),
    hitCount,
  ]);
  // A page without rows carries no count. The first one of all has none because there is nothing.
  const isFirst = window.after === null && window.offset === 0;
  const total = found[0]?.hit_count ?? (isFirst ? 0 : await countHits(db, source));
  if (total > MAX_TOTAL) return null;
  const rows = found.map(({ hit_count: _, ...row }) => row as FoundRow);
  return { ...cutPage<T>(rows, window.limit), total };
}

/**
 * Reads a window by walking the index of the order, which meets many hits soon.
 * @param window its sort field must be one of the source's keys
 */
export async function walkRows<T>(db: Knex, source: ListSource, window: Window): Promise<Rows<T>> {
  const key = sortKeyOf(source, window);
  const rows = filteredRows(db, source);
  addPosition(rows, key, window);
  return cutPage<T>(await rows.select<FoundRow[]>(columnsOf(db, source, key)), window.limit);
}

/**
 * Reads a page.
 * @param query its sort field must be one of the source's keys
 */
export async function listPage<T>(db: Knex, source: ListSource, query: ListQuery): Promise<Page<T>> {
  if (isFiltered(query)) {
    const few = await gatherRows<T>(db, source, query);
    return few ?? { ...(await walkRows<T>(db, source, query)), total: null };
  }
  const total = await countHits(db, source);
  return { ...(await walkRows<T>(db, source, query)), total: total > MAX_TOTAL ? null : total };
}

/** One row more than asked for was read: it tells that there is a next page, and is not shown. */
function cutPage<T>(found: FoundRow[], limit: number): Rows<T> {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last ? { key: last.cursor_key, id: last.id } : null;
  const rows = shown.map((row) => {
    const { cursor_key: _, ...record } = row;
    return record as T;
  });
  return { rows, next };
}

/** Text for LIKE with its wildcards made plain characters. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
