/**
 * One page of a list that stays fast at any depth and size: ordered by a key and the id, continued by
 * keyset (`(key, id) > (last key, last id)`), counted only as far as anybody reads.
 */
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
   * Those of them that an index knows, when there is a search that so many things match that it is told row by row.
   * When these alone have more than 10,000 hits, the search is not counted.
   */
  whereIndexed?: (rows: Knex.QueryBuilder) => void;
  /** That search in parts, of which each finds some of the hits; by all of them at once an index may not be walked. */
  parts?: ((rows: Knex.QueryBuilder) => void)[] | undefined;
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

/** The hits, up to one more than that. */
const someHits = (db: Knex, source: ListSource, most: number): Knex.QueryBuilder =>
  filteredRows(db, source).limit(most + 1);

/** A page of hits that are gathered with all they have. */
function wholePage(
  db: Knex,
  source: ListSource,
  key: SortKey,
  window: Window,
  most: number,
): Knex.QueryBuilder {
  const page = db.from('hits');
  addPosition(page, key, window);
  const shown = page.select([...columnsOf(db, source, key), db.raw(`${key.sql} as sort_key`)]);
  return db.withMaterialized('hits', someHits(db, source, most).select('*')).with('shown', shown);
}

/**
 * A page of hits that are gathered as ids: their keys are looked up by the list of them, as a join might be made by
 * reading the whole table, and not at all when there are too many; of the rows only those of the page are read.
 */
function leanPage(
  db: Knex,
  source: ListSource,
  table: string,
  key: SortKey,
  window: Window,
  most: number,
): Knex.QueryBuilder {
  const isFew = `(select count(*) from hits) <= ${most}`;
  const keyed =
    key.sql === 'id'
      ? db.select('id', 'id as sort_key').from('hits').whereRaw(isFew)
      : db(table)
          .select('id', db.raw(`${key.sql} as sort_key`))
          .whereRaw(`id = any(array(select id from hits where ${isFew}))`);
  const page = db.select('id', 'sort_key').from('keyed');
  addPosition(page, { ...key, sql: 'sort_key' }, window);
  const row = db(table)
    .whereRaw('id = page.id')
    .select(columnsOf(db, source, key));
  const shown = db.select('row.*', 'page.sort_key').from(db.raw('page cross join lateral (?) as row', [row]));
  return db
    .withMaterialized('hits', someHits(db, source, most).select('id'))
    .withMaterialized('keyed', keyed)
    .withMaterialized('page', page)
    .with('shown', shown);
}

type GatheredRow = FoundRow & { hit_count: number; sort_key: unknown };

/**
 * Reads a window of few hits: gathers them first, counts and sorts them then, all in one statement. Left to itself
 * the planner may walk the whole index of the order for a handful of rows.
 * @param window its sort field must be one of the source's keys
 * @param most hits that are gathered, 10,000 by default
 * @returns null when there are more
 */
export async function gatherRows<T>(
  db: Knex,
  source: ListSource,
  window: Window,
  most = MAX_TOTAL,
): Promise<(Rows<T> & { total: number }) | null> {
  const { whereIndexed } = source;
  if (whereIndexed !== undefined) {
    if ((await countHits(db, { ...source, where: whereIndexed })) > MAX_TOTAL) return null;
  }
  const key = sortKeyOf(source, window);
  const query =
    source.table === undefined
      ? wholePage(db, source, key, window, most)
      : leanPage(db, source, source.table, key, window, most);
  // The count comes also with a page without rows, whose fields are all null then.
  const found: (GatheredRow | { id: null; hit_count: number })[] = await query
    .select('shown.*', 'counted.hit_count')
    .from(db.raw('(select count(*) as hit_count from hits) as counted left join shown on true'))
    .orderByRaw(`shown.sort_key ${window.sort.direction}, shown.id ${window.sort.direction}`);
  const total = found[0]?.hit_count ?? 0;
  if (total > most) return null;
  const rows = found.flatMap((row) => {
    if (row.id === null) return [];
    const { hit_count: _count, sort_key: _key, ...record } = row;
    return [record];
  });
  return { ...cutPage<T>(rows, window.limit), total };
}

/** Rows at the beginning of a walk that are looked through, for one condition and for several that take long. */
const NEAR = { plain: 4_000, parts: 500 };

/**
 * The hits among the first rows of a walk. Many hits are met soon, unless the order has to do with what is searched
 * for: of all names from A on none begins with M for a long time. The rows are taken first and looked at then: asked
 * for both at once, PostgreSQL may gather all hits instead.
 * @param reach rows that are looked at
 * @returns null when there are too few for a page
 */
async function nearRows<T>(
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

/** Hits up to which gathering and sorting them is quicker than counting them and walking. */
const FEW = 1_000;

/**
 * A page of hits, however many there are. Few are gathered; of many the first ones are met by a short walk, unless
 * they all are elsewhere: then up to 10,000 are gathered after all.
 */
async function hitsPage<T>(db: Knex, source: ListSource, table: string, query: ListQuery): Promise<Page<T>> {
  const few = await gatherRows<T>(db, source, query, FEW);
  if (few !== null) return few;
  const total = await countHits(db, source);
  const near = await nearRows<T>(db, source, table, query, NEAR.plain);
  if (near !== null) return { ...near, total: total > MAX_TOTAL ? null : total };
  const gathered = total > MAX_TOTAL ? null : await gatherRows<T>(db, source, query);
  return gathered ?? { ...(await walkRows<T>(db, source, query)), total: null };
}

/**
 * Reads a page.
 * @param query its sort field must be one of the source's keys
 */
export async function listPage<T>(db: Knex, source: ListSource, query: ListQuery): Promise<Page<T>> {
  if (isFiltered(query)) {
    // Counting by itself pays where an index knows the hits.
    if (source.table !== undefined && source.whereIndexed === undefined)
      return hitsPage(db, source, source.table, query);
    const few = await gatherRows<T>(db, source, query);
    return few ?? { ...(await walkRows<T>(db, source, query)), total: null };
  }
  // Whoever is beyond has come by that many rows: they need not be counted once more.
  const isBeyond = query.after !== null && query.offset >= MAX_TOTAL;
  const total = isBeyond ? null : await countHits(db, source);
  return {
    ...(await walkRows<T>(db, source, query)),
    total: total === null || total > MAX_TOTAL ? null : total,
  };
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
