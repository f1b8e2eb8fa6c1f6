/** What a list is made of, and the pieces of statements that reading one has in common. */
import type { Knex } from 'knex';

/** Totals are exact up to here. */
export const MAX_TOTAL = 10_000;

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
  /**
   * The table whose rows they are, by which conditions may call it. With it, hits are gathered as bare ids, which the
   * index of a filter often knows by itself, and only what is shown is read in full. Without it they are gathered whole.
   */
  table?: string;
  columns: readonly string[];
  sortKeys: Record<string, SortKey>;
  /** Adds the conditions of the filter. */
  where: (rows: Knex.QueryBuilder) => void;
  /**
   * Conditions that leave some of the hits only, and which an index counts by itself. When these alone are more than
   * 10,000, nothing else is counted.
   */
  whereCertain?: (rows: Knex.QueryBuilder) => void;
  /**
   * Those of them that an index knows, when there is a search that so many things match that it is told row by row.
   * When these alone have more than 10,000 hits, the search is not counted.
   */
  whereIndexed?: (rows: Knex.QueryBuilder) => void;
  /** That search in parts, of which each finds some of the hits; by all of them at once an index may not be walked. */
  parts?: ((rows: Knex.QueryBuilder) => void)[] | undefined;
}

/** A row as it was read: its columns, and the key that the next page begins after. */
export type FoundRow = Record<string, unknown> & { id: number; cursor_key: string };

/** Which rows, and in what order. */
export type Selection = Pick<ListQuery, 'sort' | 'filter'>;

/** Which part of a list, whatever its filter. */
export type Window = Omit<ListQuery, 'filter'>;

/** Part of a list, and where the next part starts. */
export type Rows<T> = Pick<Page<T>, 'rows' | 'next'>;

/** How many hits there are, up to one more than MAX_TOTAL. */
export async function countHits(db: Knex, source: ListSource): Promise<number> {
  const some = filteredRows(db, source)
    .select(db.raw('1'))
    .limit(MAX_TOTAL + 1);
  const [row] = await db.count<{ count: number }[]>({ count: '*' }).from(some.as('some'));
  return Number(row?.count ?? 0);
}

/** The rows that the filter leaves. */
export function filteredRows(db: Knex, source: ListSource): Knex.QueryBuilder {
  const rows = source.from(db);
  source.where(rows);
  return rows;
}

/** Where the window begins, in which order, and how much of it: one row more than asked for, which tells that there is more. */
export function addPosition(rows: Knex.QueryBuilder, key: SortKey, query: Window): void {
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
export function columnsOf(db: Knex, { columns }: ListSource, key: SortKey): (string | Knex.Raw)[] {
  return [...columns, db.raw(`(${key.sql})::text as cursor_key`)];
}

/** @throws Error for a field that the list is not ordered by */
export function sortKeyOf(source: ListSource, { sort }: Window): SortKey {
  const key = source.sortKeys[sort.field];
  if (key === undefined) throw new Error(`No sort key for ${sort.field}.`);
  return key;
}

/** Whether the hits may be few. Without a filter every row is one. */
export const isFiltered = ({ filter }: Selection): boolean => Object.keys(filter).length > 0;

/** One row more than asked for was read: it tells that there is a next page, and is not shown. */
export function cutPage<T>(found: FoundRow[], limit: number): Rows<T> {
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
