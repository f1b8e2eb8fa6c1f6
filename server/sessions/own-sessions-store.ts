/** Queries on the session that asks, in the transaction of what it asks for. */
import type { Knex } from 'knex';
import type { Config } from '../config.js';
import { ALIVE } from './sessions-store.js';

/** Locks a user's row. */
export async function lockOwner(trx: Knex, userId: number): Promise<void> {
  await trx('users').where({ id: userId }).forUpdate().first('id');
}

/** Holds a session to the end of the transaction. @returns whether it is alive */
export async function lockLiveSession(
  trx: Knex,
  publicId: number,
  life: Config['session'],
): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `select from user_sessions s join users u on u.id = s.user_id where s.public_id = ? and ${ALIVE} for update of s`,
    [publicId, life.absolute],
  );
  return rows.length === 1;
}

/**
 * Gives a living session another id. Who has no second factor has shown by a password who they are.
 * @returns the seconds that it lives on, or undefined when it is over
 */
export async function replaceId(
  trx: Knex,
  publicId: number,
  hash: string,
  life: Config['session'],
): Promise<number | undefined> {
  const { rows } = await trx.raw<{ rows: { seconds: number }[] }>(
    `update user_sessions s
        set id = ?, authenticated_at = case when u.second_factor then s.authenticated_at else now() end
       from users u
      where u.id = s.user_id and s.public_id = ? and ${ALIVE}
      returning floor(extract(epoch from s.expires_at - now()))::int as seconds`,
    [hash, publicId, life.absolute],
  );
  return rows[0]?.seconds;
}
