/** What others than their own store ask of the counters of guesses within a statement of theirs: a round trip less. */

/**
 * Seconds until the last of the full counters starts afresh; null when none is full.
 * @param keys SQL of a text[], the counters. Where a statement is to be planned once and not each time, its length must
 *   be seen in it: PostgreSQL reckons with ten of a parameter, and then thinks a plan for each execution worth its while.
 * @param limits SQL of a jsonb, the limits by their keys; one that has none there is never full
 */
export const secondsUntilFree = (keys: string, limits: string): string => `
  select max(ceil(extract(epoch from window_ends_at - now())))::int
    from guess_counters
   where key = any(${keys}) and window_ends_at > now() and failures >= (${limits} ->> key)::int`;

/** Takes one from each of these counters, in the order of their keys, so that no two of it wait for each other. */
export const GIVE_BACK = `
  update guess_counters c set failures = greatest(c.failures - 1, 0)
    from (select key from guess_counters where key = any(?::text[]) order by key for update) as mine
   where c.key = mine.key`;
