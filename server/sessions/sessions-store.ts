/** Queries on user_sessions. Time is the database's, in every one of them. */
import type { Knex } from 'knex';
import type { Role } from '../../db/tables.js';
import type { Config } from '../config.js';

export interface FoundSession {
  id: number;
  username: string;
  role: Role;
  remember: boolean;
  /** Not renewed for a while. */
  stale: boolean;
  /** Seconds that the session lives from now when it is renewed now. */
  renewed_seconds: number;
}

export interface NewSession {
  hash: string;
  userId: number;
  remember: boolean;
  ip: string;
  userAgent: string | null;
}

/** Sessions are renewed at most this often, in seconds; more often only when they live shorter than that. */
const RENEW_AFTER = 60;
const renewAfter = (life: Config['session']): number => Math.min(RENEW_AFTER, life.idle / 4);

/** One named prepared statement: planned once a connection, as every request runs it. */
const READ = `
  select u.id, u.username, u.role, s.remember,
         s.last_seen_at < now() - make_interval(secs => ?::float8) as stale,
         floor(extract(epoch from
           least(now() + make_interval(secs => ?::float8), s.created_at + make_interval(secs => ?::float8)) - now()
         ))::int as renewed_seconds
    from user_sessions s join users u on u.id = s.user_id
   where s.id = ? and s.expires_at > now() and u.is_active
     and (s.remember or s.created_at + make_interval(secs => ?::float8) > now())`;

/** The living session of an active user, or undefined. */
export async function readSession(
  db: Knex,
  hash: string,
  life: Config['session'],
): Promise<FoundSession | undefined> {
  const { rows } = await db
    .raw<{ rows: FoundSession[] }>(READ, [renewAfter(life), life.idle, life.absolute, hash, life.absolute])
    .options({ name: 'session_read' });
  return rows[0];
}

/**
 * Renews a session, never past its absolute end; a remembered one is only marked as seen. It is an UPDATE of a
 * row that is still there, so a session that was ended meanwhile stays ended; the condition on last_seen_at
 * makes parallel requests harmless.
 */
export async function touchSession(db: Knex, hash: string, life: Config['session']): Promise<void> {
  await db.raw(
    `update user_sessions
        set last_seen_at = now(),
            expires_at = case when remember then expires_at else
              least(now() + make_interval(secs => ?::float8), created_at + make_interval(secs => ?::float8)) end
      where id = ? and last_seen_at < now() - make_interval(secs => ?::float8)`,
    [life.idle, life.absolute, hash, renewAfter(life)],
  );
}

/** @param seconds how long it lives unless it is renewed */
export async function insertSession(trx: Knex, session: NewSession, seconds: number): Promise<void> {
  await trx('user_sessions').insert({
    id: session.hash,
    user_id: session.userId,
    remember: session.remember,
    ip: session.ip,
    user_agent: session.userAgent,
    expires_at: trx.raw('now() + make_interval(secs => ?::float8)', [seconds]) as never,
  });
}

/** Notes when and from where a user signed in: past the limit per name, the owner still gets in from there. */
export async function noteSignIn(trx: Knex, userId: number, address: string): Promise<void> {
  const now = trx.fn.now() as never;
  await trx('users').where({ id: userId }).update({ last_login_at: now });
  await trx('known_addresses')
    .insert({ user_id: userId, address, last_login_at: now })
    .onConflict(['user_id', 'address'])
    .merge();
}

/** Ends one session. @returns whose it was, or undefined when there was none */
export async function deleteSession(trx: Knex, hash: string): Promise<{ user_id: number } | undefined> {
  const rows: { user_id: number }[] = await trx('user_sessions').where({ id: hash }).delete(['user_id']);
  return rows[0];
}

/** Ends all sessions of users. @returns how many */
export async function deleteUserSessions(trx: Knex, userIds: number[]): Promise<number> {
  return trx('user_sessions').whereRaw('user_id = any(?::int[])', [userIds]).delete();
}

/** Ends a user's oldest sessions beyond `keep`. */
export async function trimSessions(trx: Knex, userId: number, keep: number): Promise<void> {
  const surplus = trx('user_sessions')
    .select('id')
    .where({ user_id: userId })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .offset(keep);
  await trx('user_sessions').whereIn('id', surplus).delete();
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

/** How many sessions are alive, of each of these users that has any. */
export async function countLive(
  db: Knex,
  userIds: number[],
  life: Config['session'],
): Promise<{ user_id: number; count: number }[]> {
  const { rows } = await db.raw<{ rows: { user_id: number; count: number }[] }>(
    `select s.user_id, count(*)::int as count
       from user_sessions s join users u on u.id = s.user_id
      where s.user_id = any(?::int[]) and s.expires_at > now() and u.is_active
        and (s.remember or s.created_at + make_interval(secs => ?::float8) > now())
      group by s.user_id`,
    [userIds, life.absolute],
  );
  return rows;
}
