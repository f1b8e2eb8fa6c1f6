/** Queries of a change of one's own password. */
import type { Knex } from 'knex';

/** Replaces the hash that was verified, and no other. @returns whether it was still that one */
export async function replacePassword(
  trx: Knex,
  id: number,
  verifiedHash: string,
  newHash: string,
): Promise<boolean> {
  const count = await trx('users')
    .where({ id, password_hash: verifiedHash, is_active: true })
    .update({ password_hash: newHash, must_change_password: false });
  return count === 1;
}
