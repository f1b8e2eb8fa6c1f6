/** Queries of a change of one's own password. */
import type { Knex } from 'knex';
import type { UserRow } from '../../db/tables.js';

export interface OwnAccount extends Pick<UserRow, 'id' | 'username' | 'password_hash'> {
  /** Whether its owner has signed in from this address before. */
  known_address: boolean;
}

/** @param address group of addresses, as known_addresses keeps it */
export async function readAccount(db: Knex, id: number, address: string): Promise<OwnAccount | undefined> {
  return db('users as u')
    .where({ 'u.id': id, 'u.is_active': true })
    .first<OwnAccount | undefined>(
      'u.id',
      'u.username',
      'u.password_hash',
      db.raw(
        'exists (select from known_addresses k where k.user_id = u.id and k.address = ?) as known_address',
        [address],
      ),
    );
}

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
