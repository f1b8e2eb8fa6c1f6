/** One use case, one transaction: with retries where PostgreSQL asks for them, and an end in sight. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { DatabaseUnavailable, isRetryable } from './pg-errors.js';

const ATTEMPTS = 3;
const DEADLINE_MS = 8_000;

/** First half of every advisory lock's key, so that other users of the same database do not meet ours. */
const LOCK_SPACE = 0x436c7276; // "Clrv"

/** Second half: what is locked. Numbers are for ever; processes of two releases must agree on them. */
const LOCKS = {
  /** Whoever may take an active admin away: demote, deactivate, delete. */
  administrators: 1,
  /** Whoever makes the first account. */
  setup: 2,
} as const;

export interface TransactionOptions {
  /** Milliseconds until the caller is told that the database is unavailable; 8000 by default. */
  deadline?: number;
}

interface Clock {
  over: boolean;
}

/**
 * Runs `work` in a transaction. It is run again, up to three times in all, when PostgreSQL reports a deadlock
 * or a serialization failure, so it must have no effects outside the database.
 * @param db the pool.
 * @param work what to do; everything it asks must go through `trx`.
 * @returns what `work` returned, after the commit.
 * @throws DatabaseUnavailable when the deadline passes. The transaction is rolled back then, unless its COMMIT
 *   was already on its way; whatever `work` still throws is dropped.
 */
export async function inTransaction<T>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const clock: Clock = { over: false };
  const attempts = attempt(db, work, clock, 1);
  attempts.catch(() => undefined);
  // By hand, as a timer of node:timers/promises is taken back by an error, which costs more than the rest of this.
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      clock.over = true;
      reject(new DatabaseUnavailable('The transaction took too long.'));
    }, options.deadline ?? DEADLINE_MS);
  });
  try {
    return await Promise.race([attempts, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for an advisory lock that the transaction holds to its end.
 * @param trx the transaction.
 * @param name what to lock.
 */
export async function lockFor(trx: Knex.Transaction, name: keyof typeof LOCKS): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(?, ?)', [LOCK_SPACE, LOCKS[name]]);
}

async function attempt<T>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
  clock: Clock,
  number: number,
): Promise<T> {
  try {
    return await db.transaction(async (trx) => {
      const result = await work(trx);
      // The caller has been told that it failed: do not commit behind their back.
      if (clock.over) throw new DatabaseUnavailable();
      return result;
    });
  } catch (error) {
    if (!isRetryable(error) || number >= ATTEMPTS || clock.over) throw error;
    // Rivals that met once would meet again if both came back at the same moment.
    await sleep(5 + Math.random() * 25 * number);
    return attempt(db, work, clock, number + 1);
  }
}
