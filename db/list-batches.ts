/** All rows of a list, a thousand at a time: as many as there may be, in the memory of one batch. */
import type { Knex } from 'knex';
import { gatherRows } from './list-gather.js';
import { isFiltered, type Cursor, type ListSource, type Rows, type Selection } from './list-source.js';
import { walkRows } from './list-walk.js';

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
  let mayBeFew = isFiltered(selection);
  let after: Cursor | null = null;
  do {
    const window = { sort: selection.sort, offset: 0, limit: BATCH, after };
    const few: Rows<T> | null = mayBeFew ? await gatherRows<T>(db, source, window) : null;
    mayBeFew = few !== null;
    const batch: Rows<T> = few ?? (await walkRows<T>(db, source, window));
    if (batch.rows.length > 0) yield batch.rows;
    after = batch.next;
  } while (after !== null);
}
