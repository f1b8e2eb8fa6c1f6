/** Queries on user_sessions. Time is the database's, in every one of them. */
import type { Knex } from 'knex';
import { named } from '../../db/named.js';
import type { UserRow } from '../../db/tables.js';
import type { Config } from '../config.js';

/**
 * Which sessions are alive: the one definition, of `user_sessions s` and `users u`. Its one value is the absolute
 * life in seconds.
 */
export const ALIVE = `s.expires_at > now() and u.is_active
     and (s.remember or s.created_at + make_interval(secs => ?::float8) > now())`;

/** Whose a living session is. */
export async function readOwner(
  db: Knex,
  publicId: number,
  life: Config['session'],
): Promise<Pick<UserRow, 'id' | 'username' | 'role'> | undefined> {
  const [owner] = await named<Pick<UserRow, 'id' | 'username' | 'role'>>(
    db,
    'session_owner',
    `select u.id, u.username, u.role from user_sessions s join users u on u.id = s.user_id
      where s.public_id = ? and ${ALIVE}`,
    [publicId, life.absolute],
  );
  return owner;
}

/** Notes that whoever uses a session showed again who they are. @returns false when it is gone */
export async function noteAuthentication(trx: Knex, publicId: number): Promise<boolean> {
  const count = await trx('user_sessions')
    .where({ public_id: publicId })
    .update({ authenticated_at: trx.fn.now() as never });
  return count > 0;
}

/** Ends one session. @returns whose it was, or undefined when there was none */
export async function deleteSession(trx: Knex, hash: string): Promise<{ user_id: number } | undefined> {
  const sql = 'delete from user_sessions where id = ? returning user_id';
  const [ended] = await named<{ user_id: number }>(trx, 'session_end', sql, [hash]);
  return ended;
}

/** Ends all sessions of users. @returns how many */
export async function deleteUserSessions(trx: Knex, userIds: number[]): Promise<number> {
  return trx('user_sessions').whereRaw('user_id = any(?::int[])', [userIds]).delete();
}

/** Deletes up to a thousand expired sessions, passing over rows that are being worked on. @returns how many */
export async function deleteExpired(trx: Knex): Promise<number> {
  const expired = trx('user_sessions')
    .select('id')
    .whereRaw('expires_at < now()')
    .limit(1000)
    .forUpdate()
    .skipLocked();
  return trx('user_sessions').whereIn('id', expired).delete();
}

/**
 * Ends a living session by its public id.
 * @param userId whose it must be; anybody's when left away
 * @returns whose it was, or undefined when there was none
 */
export async function deleteLiveSession(
  trx: Knex,
  publicId: number,
  life: Config['session'],
  userId: number | null = null,
): Promise<{ user_id: number; username: string } | undefined> {
  const { rows } = await trx.raw<{ rows: { user_id: number; username: string }[] }>(
    `delete from user_sessions s using users u
      where u.id = s.user_id and s.public_id = ? and u.id = coalesce(?::int, u.id) and ${ALIVE}
      returning s.user_id, u.username`,
    [publicId, userId, life.absolute],
  );
  return rows[0];
}

/**
 * Ends all sessions of a user but one. What is over already goes too, as a longer configured life, or the account
 * becoming active again, could bring it back.
 * @param kept public id of the one that stays; null: none does
 * @returns how many of them were alive
 */
export async function deleteOtherSessions(
  trx: Knex,
  userId: number,
  kept: number | null,
  life: Config['session'],
): Promise<number> {
  const { rows } = await trx.raw<{ rows: { alive: boolean }[] }>(
    `delete from user_sessions s using users u
      where u.id = s.user_id and s.user_id = ? and s.public_id is distinct from ?::int returning (${ALIVE}) as alive`,
    [userId, kept, life.absolute],
  );
  return rows.filter(({ alive }) => alive).length;
}
