/** Counters in PostgreSQL, so that restarts forget nothing and several processes share them. */
import type { Knex } from 'knex';
import { GIVE_BACK, secondsUntilFree as secondsUntilFreeSql } from '../../db/guess-counters.js';
import { named } from '../../db/named.js';

/** Seconds from the first count of a window until it starts afresh. */
const WINDOW = 15 * 60;

export interface Counter {
  /** Hex SHA-256 of what is counted. */
  key: string;
  /** Counts that a window holds. */
  limit: number;
}

/** The limits by their keys, as JSON. */
export const limitsOf = (counters: Counter[]): string =>
  JSON.stringify(Object.fromEntries(counters.map(({ key, limit }) => [key, limit])));

/** @returns seconds until the last of the full counters starts afresh, or null when none is full */
export async function secondsUntilFree(db: Knex, counters: Counter[]): Promise<number | null> {
  const [full] = await named<{ seconds: number | null }>(
    db,
    'limits_peek',
    `select (${secondsUntilFreeSql('?::text[]', '?::jsonb')}) as seconds`,
    [counters.map(({ key }) => key), limitsOf(counters)],
  );
  return full?.seconds ?? null;
}

/**
 * Adds one to each counter that is not full, in one statement; the rows are taken in the order of their
 * keys, so that two such statements cannot wait for each other.
 * @returns the keys that were counted
 */
export async function countOne(db: Knex, counters: Counter[]): Promise<string[]> {
  const rows = await named<{ key: string }>(
    db,
    'limits_count',
    `insert into guess_counters as c (key, failures, window_ends_at)
     select key, 1, now() + make_interval(secs => ?::float8) from unnest(?::text[]) as t(key) order by key
     on conflict (key) do update
        set failures = case when c.window_ends_at <= now() then 1 else c.failures + 1 end,
            window_ends_at = case when c.window_ends_at <= now() then excluded.window_ends_at
                                  else c.window_ends_at end
      where c.window_ends_at <= now() or c.failures < (?::jsonb ->> c.key)::int
     returning c.key`,
    [WINDOW, counters.map(({ key }) => key), limitsOf(counters)],
  );
  return rows.map(({ key }) => key);
}

/** Takes one from each counter again. */
export async function uncountOne(db: Knex, keys: string[]): Promise<void> {
  await named(db, 'limits_give_back', GIVE_BACK, [keys]);
}

/** Deletes these counters; in the order of their keys, so that no two such statements cross. @returns how many */
export async function deleteCounters(db: Knex, keys: string[]): Promise<number> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `with gone as (select key from guess_counters where key = any(?) order by key for update)
     delete from guess_counters c using gone where c.key = gone.key returning 1`,
    [keys],
  );
  return rows.length;
}

/** Deletes counters whose window is over. @returns how many */
export async function deleteEnded(db: Knex): Promise<number> {
  return db('guess_counters').whereRaw('window_ends_at < now()').delete();
}
