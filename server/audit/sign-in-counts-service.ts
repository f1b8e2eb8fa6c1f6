/** How many sign-ins there were, for the figures: never by counting a whole log. */
import { inTransaction } from '../../db/transaction.js';
import type { Ctx } from '../core/context.js';
import * as store from './sign-in-counts-store.js';

export type { AttackedName, SignInCount } from './sign-in-counts-store.js';

/** Days that counts are kept, whatever the log's own retention is. */
const KEEP = 400;

/**
 * Counts the hours that are over and not yet counted, in steps of a transaction each, and forgets old counts.
 * No change that anybody made, so it has no event.
 * @returns how many hours were counted
 */
export async function rollUpSignIns(ctx: Ctx): Promise<number> {
  let total = 0;
  for (;;) {
    const { hours, more } = await inTransaction(ctx.db, store.rollUpSome);
    total += hours;
    if (!more) break;
  }
  await inTransaction(ctx.db, (trx) => store.deleteOldCounts(trx, KEEP));
  return total;
}

/** The database's clock. */
export async function databaseNow(ctx: Ctx): Promise<Date> {
  return store.readNow(ctx.db);
}

/** @param edges where buckets begin, and where the last one ends: full hours (UTC), ascending */
export async function countSignIns(ctx: Ctx, edges: Date[]): Promise<store.SignInCount[]> {
  return store.readCounts(ctx.db, edges);
}

/** Names that somebody seems to guess passwords for. */
export async function attackedNames(
  ctx: Ctx,
  rule: { minutes: number; failures: number; most: number },
): Promise<store.AttackedName[]> {
  return store.readAttacked(ctx.db, rule);
}
