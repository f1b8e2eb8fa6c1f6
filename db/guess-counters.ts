/** What others than their own store ask of the counters of guesses within a statement of theirs: a round trip less. */

/**
 * Seconds until the last of the full ones among these counters starts afresh, or null when none is full. Its two `?`
 * are the keys, and the limits by their keys as JSON.
 */
export const SECONDS_UNTIL_FREE = `
  select max(ceil(extract(epoch from window_ends_at - now())))::int
    from guess_counters
   where key = any(?::text[]) and window_ends_at > now() and failures >= (?::jsonb ->> key)::int`;

/** Takes one from each of these counters, in the order of their keys, so that no two of it wait for each other. */
export const GIVE_BACK = `
  update guess_counters c set failures = greatest(c.failures - 1, 0)
    from (select key from guess_counters where key = any(?::text[]) order by key for update) as mine
   where c.key = mine.key`;
