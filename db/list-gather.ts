/** Lists with few hits: all of them are gathered, counted and sorted in one statement. */
import type { Knex } from 'knex';
import {
  addPosition,
  columnsOf,
  cutPage,
  filteredRows,
  MAX_TOTAL,
  sortKeyOf,
  countHits,
  type FoundRow,
  type ListSource,
  type Rows,
  type SortKey,
  type Window,
} from './list-source.js';

/** The hits, up to one more than anybody counts. */
const someHits = (db: Knex, source: ListSource): Knex.QueryBuilder =>
  filteredRows(db, source).limit(MAX_TOTAL + 1);

/** A page of hits that are gathered with all they have. */
function wholePage(db: Knex, source: ListSource, key: SortKey, window: Window): Knex.QueryBuilder {
  const page = db.from('hits');
  addPosition(page, key, window);
  const shown = page.select([...columnsOf(db, source, key), db.raw(`${key.sql} as sort_key`)]);
  return db.withMaterialized('hits', someHits(db, source).select('*')).with('shown', shown);
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
    .withMaterialized('hits', someHits(db, source).select('id'))
    .withMaterialized('keyed', keyed)
    .withMaterialized('page', page)
    .with('shown', shown);
}

type GatheredRow = FoundRow & { hit_count: number; sort_key: unknown };

/** How many hits there are, up to one more than anybody counts, and a page of them unless they are too many. */
export interface Gathered<T> {
  total: number;
  page: Rows<T> | null;
}

/**
 * Gathers hits first, counts them then, and reads a window of them, all in one statement. Left to itself the planner
 * may walk the whole index of the order for a handful of rows.
 * @param window its sort field must be one of the source's keys
 * @param most hits of which a page is made
 */
export async function gather<T>(
  db: Knex,
  source: ListSource,
  window: Window,
  most: number,
): Promise<Gathered<T>> {
  const key = sortKeyOf(source, window);
  const query =
    source.table === undefined
      ? wholePage(db, source, key, window)
      : leanPage(db, source, source.table, key, window, most);
  // The count comes also with a page without rows, whose fields are all null then.
  const found: (GatheredRow | { id: null; hit_count: number })[] = await query
    .select('shown.*', 'counted.hit_count')
    .from(db.raw('(select count(*) as hit_count from hits) as counted left join shown on true'))
    .orderByRaw(`shown.sort_key ${window.sort.direction}, shown.id ${window.sort.direction}`);
  const total = found[0]?.hit_count ?? 0;
  if (total > most) return { total, page: null };
  const rows = found.flatMap((row) => {
    if (row.id === null) return [];
    const { hit_count: _count, sort_key: _key, ...record } = row;
    return [record];
  });
  return { total, page: cutPage<T>(rows, window.limit) };
}

/**
 * Reads a window of hits of which nobody may know how many there are.
 * @returns null when there are more than 10,000
 */
export async function gatherRows<T>(
  db: Knex,
  source: ListSource,
  window: Window,
): Promise<(Rows<T> & { total: number }) | null> {
  const { whereIndexed } = source;
  if (whereIndexed !== undefined) {
    if ((await countHits(db, { ...source, where: whereIndexed })) > MAX_TOTAL) return null;
  }
  const { total, page } = await gather<T>(db, source, window, MAX_TOTAL);
  return page === null ? null : { ...page, total };
}
