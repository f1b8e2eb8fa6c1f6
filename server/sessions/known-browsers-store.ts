/** Queries on known_browsers: what each user's browsers are recognised by. Only hashes are kept. */
import type { Knex } from 'knex';

/** @returns how many keys of the user are known, and how many of these are among them */
export async function countKnown(
  trx: Knex,
  userId: number,
  keys: string[],
): Promise<{ all: number; these: number }> {
  const { rows } = await trx.raw<{ rows: { all: number; these: number }[] }>(
    `select count(*)::int as all, (count(*) filter (where key = any(?::text[])))::int as these
       from known_browsers where user_id = ?`,
    [keys, userId],
  );
  return rows[0] ?? { all: 0, these: 0 };
}

/** Notes that a browser was seen now. */
export async function noteKeys(trx: Knex, userId: number, keys: string[]): Promise<void> {
  await trx('known_browsers')
    .insert(keys.map((key) => ({ user_id: userId, key })))
    .onConflict(['user_id', 'key'])
    .merge({ last_seen_at: trx.fn.now() as never });
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
