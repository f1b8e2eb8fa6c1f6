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

/**
 * How many rows the filter lets through, at most 10,000 of them counted.
 * @returns null for more
 */
export async function countHits(db: Knex, source: ListSource): Promise<number | null> {
  const some = source.from(db);
  source.where(some);
  void some.select(db.raw('1')).limit(MAX_TOTAL + 1);
  const [row] = await db.count<{ count: number }[]>({ count: '*' }).from(some.as('some'));
  const count = Number(row?.count ?? 0);
  return count > MAX_TOTAL ? null : count;
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

/**
 * Whether the hits are gathered first and sorted then. Few are (the count tells); many are met soon by walking
 * the order's index. Left to itself the planner may walk the whole index for a handful of rows, or sort a million.
 */
export const shouldGather = ({ filter }: Selection, total: number | null): boolean =>
  total !== null && Object.keys(filter).length > 0;

/**
 * Reads the rows of a window.
 * @param window its sort field must be one of the source's keys
 * @param gather what shouldGather said
 */
export async function readRows<T>(
  db: Knex,
  source: ListSource,
  window: Window,
  gather: boolean,
): Promise<Pick<Page<T>, 'rows' | 'next'>> {
  const key = source.sortKeys[window.sort.field];
  if (key === undefined) throw new Error(`No sort key for ${window.sort.field}.`);
  const filtered = source.from(db);
  source.where(filtered);
  const rows: Knex.QueryBuilder = gather
    ? db.withMaterialized('hits', filtered.select('*')).from('hits')
    : filtered;
  addPosition(rows, key, window);
  const cursorKey = db.raw(`(${key.sql})::text as cursor_key`);
  const found: FoundRow[] = await rows.select<FoundRow[]>([...source.columns, cursorKey]);
  return cutPage<T>(found, window.limit);
}

/**
 * Reads a page.
 * @param query its sort field must be one of the source's keys
 */
export async function listPage<T>(db: Knex, source: ListSource, query: ListQuery): Promise<Page<T>> {
  const total = await countHits(db, source);
  return { ...(await readRows<T>(db, source, query, shouldGather(query, total))), total };
}

/** One row more than asked for was read: it tells that there is a next page, and is not shown. */
function cutPage<T>(found: FoundRow[], limit: number): Pick<Page<T>, 'rows' | 'next'> {
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
