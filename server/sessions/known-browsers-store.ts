/** Queries on known_browsers: what each user's browsers are recognised by. Only hashes are kept. */
import type { Knex } from 'knex';
import { named } from '../../db/named.js';

/**
 * Notes that a browser was seen now. One statement, whose parts see the table as it was before it.
 * @returns how many keys of the user were known until now, and how many of these were among them
 */
export async function noteKeys(
  trx: Knex,
  userId: number,
  keys: string[],
): Promise<{ all: number; these: number }> {
  const [known] = await named<{ all: number; these: number }>(
    trx,
    'browser_seen',
    `with noted as (
       insert into known_browsers (user_id, key) select ?::int, key from unnest(?::text[]) as t(key)
       on conflict (user_id, key) do update set last_seen_at = now()
     )
     select count(*)::int as all, (count(*) filter (where key = any(?::text[])))::int as these
       from known_browsers where user_id = ?`,
    [userId, keys, keys, userId],
  );
  return known ?? { all: 0, these: 0 };
}

/** Forgets what was seen longest ago, beyond `keep` keys. */
export async function trimKeys(trx: Knex, userId: number, keep: number): Promise<void> {
  const surplus = trx('known_browsers')
    .select('key')
    .where({ user_id: userId })
    .orderBy([{ column: 'last_seen_at', order: 'desc' }, 'key'])
    .offset(keep);
  await trx('known_browsers').where({ user_id: userId }).whereIn('key', surplus).delete();
}
