/** All rows of a list, a thousand at a time: as many as there may be, in the memory of one batch. */
import type { Knex } from 'knex';
import {
  countHits,
  readRows,
  shouldGather,
  type Cursor,
  type ListSource,
  type Selection,
} from './list-page.js';

const BATCH = 1000;

/**
 * Walks a list by keyset. Each batch is a statement of its own, so that a reader who dawdles holds no connection
 * and no snapshot; a row whose sort key moves meanwhile may therefore be met twice or not at all.
 * @returns batches that are not empty; nothing is read before the first is asked for
 */
export async function* listBatches<T>(
  db: Knex,
  source: ListSource,
  selection: Selection,
): AsyncGenerator<T[], void, undefined> {
  const gather = shouldGather(selection, await countHits(db, source));
  let after: Cursor | null = null;
  do {
    const window = { sort: selection.sort, offset: 0, limit: BATCH, after };
    const page: { rows: T[]; next: Cursor | null } = await readRows<T>(db, source, window, gather);
    if (page.rows.length > 0) yield page.rows;
    after = page.next;
  } while (after !== null);
}
