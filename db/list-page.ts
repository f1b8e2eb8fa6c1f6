/**
 * One page of a list that stays fast at any depth and size: ordered by a key and the id, continued by
 * keyset (`(key, id) > (last key, last id)`), counted only as far as anybody reads.
 */
import type { Knex } from 'knex';
import { gatherRows } from './list-gather.js';
import {
  countHits,
  isFiltered,
  MAX_TOTAL,
  type ListQuery,
  type ListSource,
  type Page,
} from './list-source.js';
import { NEAR, nearRows, walkRows } from './list-walk.js';

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
