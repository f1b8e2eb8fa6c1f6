/** Lists with many hits: the index of the order is walked until a page of them was met. */
import type { Knex } from 'knex';
import {
  addPosition,
  columnsOf,
  cutPage,
  filteredRows,
  sortKeyOf,
  type FoundRow,
  type ListSource,
  type Rows,
  type SortKey,
  type Window,
} from './list-source.js';

/** Rows at the beginning of a walk that are looked through, for one condition and for several that take long. */
export const NEAR = { plain: 4_000, parts: 500 };

/**
 * The hits among the first rows of a walk. Many hits are met soon, unless the order has to do with what is searched
 * for: of all names from A on none begins with M for a long time. The rows are taken first and looked at then: asked
 * for both at once, PostgreSQL may gather all hits instead.
 * @param reach rows that are looked at
 * @returns null when there are too few for a page
 */
export async function nearRows<T>(
  db: Knex,
  source: ListSource,
  table: string,
  window: Window,
  reach: number,
): Promise<Rows<T> | null> {
  const key = sortKeyOf(source, window);
  const { direction } = window.sort;
  const first = window.after === null ? window.offset : 0;
  const walked = source.from(db).select('*');
  addPosition(walked, key, { ...window, offset: 0, limit: reach + first });
  const rows = db.from<object, unknown>(walked.as(table));
  source.where(rows);
  void rows.orderByRaw(`${key.sql} ${direction}, id ${direction}`).offset(first);
  const near = await rows.limit(window.limit + 1).select<FoundRow[]>(columnsOf(db, source, key));
  return near.length > window.limit ? cutPage<T>(near, window.limit) : null;
}

/**
 * Reads a window by walking the index of the order, which meets many hits soon.
 * @param window its sort field must be one of the source's keys
 */
export async function walkRows<T>(db: Knex, source: ListSource, window: Window): Promise<Rows<T>> {
  const key = sortKeyOf(source, window);
  const parts = source.parts?.map((part) => partOf(db, source, part, key, window)) ?? [];
  if (parts.length < 2) {
    const rows = parts[0] ?? filteredRows(db, source);
    if (parts.length === 0) addPosition(rows, key, window);
    return cutPage<T>(await rows.select<FoundRow[]>(columnsOf(db, source, key)), window.limit);
  }
  const { table } = source;
  const near = table === undefined ? null : await nearRows<T>(db, source, table, window, NEAR.parts);
  if (near !== null) return near;
  // The first rows of each part hold the first of all; a hit of two parts is one row.
  const whole = parts.map((part) =>
    part.select([...columnsOf(db, source, key), db.raw(`${key.sql} as sort_key`)]),
  );
  const { direction } = window.sort;
  const all = db.union(whole, true).as('either');
  const found = await db
    .select<(FoundRow & { sort_key: unknown })[]>('*')
    .from(all)
    .orderByRaw(`sort_key ${direction}, id ${direction}`)
    .offset(window.after === null ? window.offset : 0)
    .limit(window.limit + 1);
  return cutPage<T>(
    found.map(({ sort_key: _, ...row }) => row as FoundRow),
    window.limit,
  );
}

/** The hits of one part of a search from the beginning of the window on, as far as they may be in it. */
function partOf(
  db: Knex,
  source: ListSource,
  part: (rows: Knex.QueryBuilder) => void,
  key: SortKey,
  window: Window,
): Knex.QueryBuilder {
  const rows = source.from(db);
  source.whereIndexed?.(rows);
  part(rows);
  const first = window.after === null ? window.offset : 0;
  const isOnly = source.parts?.length === 1;
  addPosition(rows, key, isOnly ? window : { ...window, offset: 0, limit: window.limit + first });
  return rows;
}
