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

async function countUpTo(db: Knex, filtered: Knex.QueryBuilder, most: number): Promise<number | null> {
  const some = filtered
    .clone()
    .select(db.raw('1'))
    .limit(most + 1);
  const [row] = await db.count<{ count: number }[]>({ count: '*' }).from(some.as('some'));
  const count = Number(row?.count ?? 0);
  return count > most ? null : count;
}

function addPosition(rows: Knex.QueryBuilder, key: SortKey, query: ListQuery): void {
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
 * Reads a page.
 *
 * Few hits (the count tells) are gathered first and sorted then; many are met soon by walking the order's
 * index. Left to itself the planner may walk the whole index for a handful of rows, or sort a million.
 * @param query its sort field must be one of the source's keys
 */
export async function listPage<T>(db: Knex, source: ListSource, query: ListQuery): Promise<Page<T>> {
  const key = source.sortKeys[query.sort.field];
  if (key === undefined) throw new Error(`No sort key for ${query.sort.field}.`);
  const filtered = source.from(db);
  source.where(filtered);
  const total = await countUpTo(db, filtered, MAX_TOTAL);
  const gather = total !== null && Object.keys(query.filter).length > 0;
  const rows: Knex.QueryBuilder = gather
    ? db.withMaterialized('hits', filtered.clone().select('*')).from('hits')
    : filtered.clone();
  addPosition(rows, key, query);
  const cursorKey = db.raw(`(${key.sql})::text as cursor_key`);
  const found: FoundRow[] = await rows.select<FoundRow[]>([...source.columns, cursorKey]);
  return { ...cutPage<T>(found, query.limit), total };
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
