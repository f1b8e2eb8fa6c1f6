/** How often something may happen in fifteen minutes: guesses at passwords, and noise in the audit log. */
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import * as store from './limits-store.js';

export { deleteEnded as purgeCounters } from './limits-store.js';

/** What is counted, told so that no two things share a counter, and how much of it is allowed. */
export interface Budget {
  what: string[];
  limit: number;
}

/** Hashed, as what is typed into a name field may be a password, and to keep keys short. */
const toCounter = ({ what, limit }: Budget): store.Counter => ({
  key: createHash('sha256').update(JSON.stringify(what)).digest('hex'),
  limit,
});

/** @returns seconds to wait while a budget is used up, else null */
export async function secondsUntilFree(db: Knex, budgets: Budget[]): Promise<number | null> {
  return store.secondsUntilFree(db, budgets.map(toCounter));
}

/** Takes one from every budget, or from none. @returns whether all had one left */
export async function reserve(db: Knex, budgets: Budget[]): Promise<boolean> {
  const counters = budgets.map(toCounter);
  const counted = await store.countOne(db, counters);
  if (counted.length === counters.length) return true;
  if (counted.length > 0) await store.uncountOne(db, counted);
  return false;
}

/** By which counters budgets are kept: to give back later what was taken now. */
export const keysOf = (budgets: Budget[]): string[] => budgets.map((budget) => toCounter(budget).key);

/** What they allow by those keys, as JSON: for a statement that looks at counters besides other things. */
export const limitsOf = (budgets: Budget[]): string => store.limitsOf(budgets.map(toCounter));

/** Gives back what `reserve` took. */
export async function release(db: Knex, budgets: Budget[]): Promise<void> {
  await releaseKeys(db, keysOf(budgets));
}

/** The same, of budgets that were kept by their keys. */
export async function releaseKeys(db: Knex, keys: string[]): Promise<void> {
  await store.uncountOne(db, keys);
}

/** Forgets what was counted. @returns how many of the budgets had been used at all */
export async function clear(db: Knex, budgets: Budget[]): Promise<number> {
  return store.deleteCounters(db, keysOf(budgets));
}
