/** Queries on known_browsers: what each user's browsers are recognised by. Only hashes are kept. */
import type { Knex } from 'knex';

/** Forgets what was seen longest ago, beyond `keep` keys. */
export async function trimKeys(trx: Knex, userId: number, keep: number): Promise<void> {
  const surplus = trx('known_browsers')
    .select('key')
    .where({ user_id: userId })
    .orderBy([{ column: 'last_seen_at', order: 'desc' }, 'key'])
    .offset(keep);
  await trx('known_browsers').where({ user_id: userId }).whereIn('key', surplus).delete();
}
