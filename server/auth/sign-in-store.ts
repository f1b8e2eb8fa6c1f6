/** Queries of a sign-in: who a typed name is, and what a success leaves behind. */
import type { Knex } from 'knex';
import type { UserRow } from '../../db/tables.js';

/** What a sign-in has to know of the name that was typed. */
export interface Candidate extends Pick<UserRow, 'id' | 'username' | 'password_hash' | 'role' | 'is_active'> {
  /** Whether this user has signed in from this address before. */
  known_address: boolean;
}

/** @param address group of addresses, as known_addresses keeps it */
export async function findCandidate(
  db: Knex,
  username: string,
  address: string,
): Promise<Candidate | undefined> {
  return db('users as u')
    .leftJoin('known_addresses as k', (on) =>
      on.on('k.user_id', 'u.id').andOn('k.address', db.raw('?', [address])),
    )
    .whereRaw(`lower(u.username collate "C") = lower(? collate "C")`, [username])
    .first<Candidate | undefined>(
      'u.id',
      'u.username',
      'u.password_hash',
      'u.role',
      'u.is_active',
      db.raw('(k.user_id is not null) as known_address'),
    );
}

/**
 * The hash of somebody else, chosen by a number, to be compared with in place of an unknown name's: after a
 * take-over or a raised cost accounts differ in the time they take, and unknown names must differ alike.
 * @param seed 0 to 2147483647; the same seed meets the same account
 */
export async function findStandIn(db: Knex, seed: number): Promise<string | null> {
  const row = await db('users')
    .whereRaw('id > ? % greatest((select max(id) from users), 1)', [seed])
    .whereLike('password_hash', '$argon2id$%')
    .orderBy('id')
    .first('password_hash');
  return row?.password_hash ?? null;
}

const LOCKED = ['id', 'username', 'role', 'second_factor'] as const;

/** Whose sign-in it is, held to the end of the transaction. */
export type LockedUser = Pick<UserRow, (typeof LOCKED)[number]>;

/** Locks the user's row if it still has this hash and is active, and reads it as it is now. */
export async function lockVerified(
  trx: Knex,
  id: number,
  verifiedHash: string,
): Promise<LockedUser | undefined> {
  return trx('users')
    .where({ id, password_hash: verifiedHash, is_active: true })
    .forUpdate()
    .first(...LOCKED);
}

/** Locks the row of an active user who showed otherwise who they are, and reads it as it is now. */
export async function lockActive(trx: Knex, id: number): Promise<LockedUser | undefined> {
  return trx('users')
    .where({ id, is_active: true })
    .forUpdate()
    .first(...LOCKED);
}

/** Stores the hash at today's cost. */
export async function replaceHash(trx: Knex, id: number, hash: string): Promise<void> {
  await trx('users').where({ id }).update({ password_hash: hash });
}

/** Whose session it was. */
export async function findName(trx: Knex, id: number): Promise<{ id: number; username: string } | undefined> {
  return trx('users').where({ id }).first('id', 'username');
}
