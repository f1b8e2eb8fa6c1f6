/** Queries on password_links. Only the hash of a link is kept, and time is the database's. */
import type { Knex } from 'knex';
import type { PasswordLinkRow, UserRow } from '../../db/tables.js';

export type LinkKind = PasswordLinkRow['kind'];

/** A link that works, and whose it is. */
export interface LivingLink extends Pick<PasswordLinkRow, 'kind' | 'expires_at'>, Pick<UserRow, 'username'> {
  user_id: number;
}

/** Locks a user's row. */
export async function lockUser(
  trx: Knex,
  id: number,
): Promise<Pick<UserRow, 'id' | 'username' | 'role' | 'password_hash' | 'is_active'> | undefined> {
  return trx('users').where({ id }).forUpdate().first('id', 'username', 'role', 'password_hash', 'is_active');
}

/**
 * Puts a link in the place of the user's earlier one.
 * @param seconds how long it works
 * @returns when it ends
 */
export async function replaceLink(
  trx: Knex,
  link: Pick<PasswordLinkRow, 'hash' | 'user_id' | 'kind' | 'created_by'>,
  seconds: number,
): Promise<Date> {
  const [row] = await trx('password_links')
    .insert({
      ...link,
      created_at: trx.fn.now() as never,
      expires_at: trx.raw('now() + make_interval(secs => ?::float8)', [seconds]) as never,
    })
    .onConflict('user_id')
    .merge()
    .returning('expires_at');
  return row!.expires_at;
}

/** The link behind a hash if it still works: an unknown, a used and an expired one take the same time. */
export async function findLink(db: Knex, hash: string): Promise<LivingLink | undefined> {
  return db('password_links as l')
    .join('users as u', 'u.id', 'l.user_id')
    .where({ 'l.hash': hash, 'u.is_active': true })
    .whereRaw('l.expires_at > now()')
    .first('l.user_id', 'l.kind', 'l.expires_at', 'u.username');
}

/** Uses a link up. @returns false when it did not work any more: of two at once one gets true */
export async function takeLink(trx: Knex, hash: string): Promise<boolean> {
  return (await trx('password_links').where({ hash }).whereRaw('expires_at > now()').delete()) === 1;
}

/** Deletes a user's link, if there is one. */
export async function deleteLink(trx: Knex, userId: number): Promise<void> {
  await trx('password_links').where({ user_id: userId }).delete();
}

/** Sets a password that its owner chose. */
export async function setPassword(trx: Knex, id: number, password_hash: string): Promise<void> {
  await trx('users').where({ id }).update({ password_hash, must_change_password: false });
}

/** Deletes links that are over. @returns how many */
export async function deleteExpired(db: Knex): Promise<number> {
  return db('password_links').whereRaw('expires_at < now()').delete();
}
