/**
 * One page of a list that stays fast at any depth and size: ordered by a key and the id, continued by
 * keyset (`(key, id) > (last key, last id)`), counted only as far as anybody reads.
 */
import type { Knex } from 'knex';
import { gather, gatherRows } from './list-gather.js';
import {
  countHits,
  isFiltered,
  MAX_TOTAL,
  type ListQuery,
  type ListSource,
  type Page,
} from './list-source.js';
import { NEAR, nearRows, walkRows } from './list-walk.js';

/** Hits up to which sorting them is quicker than a walk. */
const FEW = 1_000;

/**
 * A page of hits, however many there are. Few are gathered and sorted; of many the first ones are met by a short walk,
 * unless they all are elsewhere: then up to 10,000 are sorted after all.
 */
async function hitsPage<T>(db: Knex, source: ListSource, table: string, query: ListQuery): Promise<Page<T>> {
  const { whereCertain } = source;
  const areMany = whereCertain && (await countHits(db, { ...source, where: whereCertain })) > MAX_TOTAL;
  const few = areMany === true ? null : await gather<T>(db, source, query, FEW);
  if (few !== null && few.page !== null) return { ...few.page, total: few.total };
  const total = few === null || few.total > MAX_TOTAL ? null : few.total;
  const near = await nearRows<T>(db, source, table, query, NEAR.plain);
  if (near !== null) return { ...near, total };
  const sorted = total === null ? null : await gatherRows<T>(db, source, query);
  return sorted ?? { ...(await walkRows<T>(db, source, query)), total: null };
}

/**
 * Reads a page.
 * @param query its sort field must be one of the source's keys
 */
export async function listPage<T>(db: Knex, source: ListSource, query: ListQuery): Promise<Page<T>> {
  if (isFiltered(query)) {
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
