/** Queries on passkeys. */
import type { Knex } from 'knex';
import type { PasskeyRow, UserRow } from '../../db/tables.js';

export type ListedPasskey = Pick<PasskeyRow, 'id' | 'name' | 'created_at' | 'last_used_at' | 'backed_up'>;

const LISTED = ['id', 'name', 'created_at', 'last_used_at', 'backed_up'] as const;

/** A user's passkeys, the oldest first. */
export async function listPasskeys(db: Knex, userId: number): Promise<ListedPasskey[]> {
  return db('passkeys')
    .where({ user_id: userId })
    .orderBy('id')
    .select(...LISTED);
}

/** What a browser has to be told of a user's passkeys, those of one host. */
export async function listCredentials(
  db: Knex,
  userId: number,
  host: string,
): Promise<Pick<PasskeyRow, 'credential_id' | 'transports'>[]> {
  return db('passkeys')
    .where({ user_id: userId, rp_id: host })
    .orderBy('id')
    .select('credential_id', 'transports');
}

export type FoundPasskey = PasskeyRow & Pick<UserRow, 'username'> & { user_created_at: Date };

/** A passkey and its owner by what the authenticator calls it, if it was made for this host. */
export async function findPasskey(
  db: Knex,
  credentialId: string,
  host: string,
): Promise<FoundPasskey | undefined> {
  return db('passkeys as p')
    .join('users as u', 'u.id', 'p.user_id')
    .where({ 'p.credential_id': credentialId, 'p.rp_id': host })
    .first<FoundPasskey | undefined>('p.*', 'u.username', 'u.created_at as user_created_at');
}

/** The constraint that says whose a credential is. */
export const CREDENTIAL_KEY = 'passkeys_credential_key';

/** Keeps a new one. @throws a unique violation of CREDENTIAL_KEY */
export async function insertPasskey(
  trx: Knex,
  passkey: Omit<PasskeyRow, 'id' | 'created_at' | 'last_used_at'>,
): Promise<ListedPasskey> {
  const [row] = await trx('passkeys').insert(passkey).returning(LISTED);
  return row as ListedPasskey;
}

/** How many a user has. */
export async function countPasskeys(db: Knex, userId: number): Promise<number> {
  const [row] = await db('passkeys').where({ user_id: userId }).count<{ count: number }[]>({ count: '*' });
  return Number(row?.count ?? 0);
}

/**
 * Notes a use. Its counter must have gone on, unless the passkey has none (WebAuthn 7.2, step 22).
 * @returns false when it has not, or the passkey is gone
 */
export async function notePasskeyUse(
  trx: Knex,
  id: number,
  use: { counter: number; backedUp: boolean },
): Promise<boolean> {
  const count = await trx('passkeys')
    .where({ id })
    .whereRaw('(counter < ? or (counter = 0 and ? = 0))', [use.counter, use.counter])
    .update({ counter: use.counter, backed_up: use.backedUp, last_used_at: trx.fn.now() as never });
  return count > 0;
}

/** @returns it, or undefined when the user has none of this id */
export async function renamePasskey(
  trx: Knex,
  userId: number,
  id: number,
  name: string,
): Promise<ListedPasskey | undefined> {
  const rows = await trx('passkeys').where({ id, user_id: userId }).update({ name }).returning(LISTED);
  return rows[0];
}

/** @returns its name, or undefined when there was none */
export async function deletePasskey(trx: Knex, userId: number, id: number): Promise<string | undefined> {
  const rows: { name: string }[] = await trx('passkeys')
    .where({ id, user_id: userId })
    .delete()
    .returning('name');
  return rows[0]?.name;
}

/** @returns how many */
export async function deletePasskeys(trx: Knex, userId: number): Promise<number> {
  return trx('passkeys').where({ user_id: userId }).delete();
}

/** When the account was made. */
export async function userCreatedAt(db: Knex, userId: number): Promise<Date | undefined> {
  return (await db('users').where({ id: userId }).first('created_at'))?.created_at;
}
