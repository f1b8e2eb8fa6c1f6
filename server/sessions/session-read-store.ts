/** What every request asks of user_sessions: whose session it is, and that it goes on. */
import type { Knex } from 'knex';
import { gathered, type AskMany } from '../../db/gather.js';
import { named } from '../../db/named.js';
import { STANDING, type FoundStanding } from '../../db/standing.js';
import type { Role } from '../../db/tables.js';
import type { Config } from '../config.js';
import { ALIVE } from './sessions-store.js';

export interface FoundSession extends FoundStanding {
  /** What its cookie hashes to. */
  hash: string;
  /** The user's. */
  id: number;
  /** The session's public one. */
  session_id: number;
  username: string;
  role: Role;
  remember: boolean;
  /** Not renewed for a while. */
  stale: boolean;
  /** Seconds that the session lives from now when it is renewed now. */
  renewed_seconds: number;
  /** Whoever uses it showed who they are a short while ago. */
  fresh: boolean;
}

/** Sessions are renewed at most this often, in seconds; more often only when they live shorter than that. */
const RENEW_AFTER = 60;
const renewAfter = (life: Config['session']): number => Math.min(RENEW_AFTER, life.idle / 4);

/** Seconds within which a risky act needs no other sign of who does it. */
const FRESH = 600;

/** One named prepared statement: planned once a connection, as every request runs it. */
const READ = `
  select s.id as hash, u.id, u.username, u.role, s.public_id as session_id, s.remember,
         s.last_seen_at < now() - make_interval(secs => ?::float8) as stale,
         floor(extract(epoch from
           least(now() + make_interval(secs => ?::float8), s.created_at + make_interval(secs => ?::float8)) - now()
         ))::int as renewed_seconds,
         s.authenticated_at > now() - make_interval(secs => ${FRESH}) as fresh,
         ${STANDING}
    from user_sessions s join users u on u.id = s.user_id cross join settings t
   where s.id = any(?::varchar[]) and ${ALIVE}`;

type SessionReader = (db: Knex, hash: string) => Promise<FoundSession | undefined>;

/** How sessions of a configured life are read. */
const readers = new WeakMap<Config['session'], SessionReader>();

function readerFor(life: Config['session']): SessionReader {
  const values = [renewAfter(life), life.idle, life.absolute];
  const ask: AskMany<FoundSession> = (db, hashes) =>
    named(db, 'sessions_read', READ, [...values, hashes, life.absolute]);
  const reader = gathered(ask, ({ hash }) => hash);
  readers.set(life, reader);
  return reader;
}

/** The living session of an active user, or undefined. Those that are asked for at once are read together. */
export async function readSession(
  db: Knex,
  hash: string,
  life: Config['session'],
): Promise<FoundSession | undefined> {
  return (readers.get(life) ?? readerFor(life))(db, hash);
}

/**
 * Renews sessions, never past their absolute end; a remembered one is only marked as seen. It is an UPDATE of rows
 * that are still there, so a session that was ended meanwhile stays ended; the condition on last_seen_at makes
 * parallel requests harmless, and what another process renews just now is passed over.
 */
const TOUCH = `
  with stale as (
    select id from user_sessions
     where id = any(?::varchar[]) and last_seen_at < now() - make_interval(secs => ?::float8)
     order by id for update skip locked
  )
  update user_sessions s
     set last_seen_at = now(),
         expires_at = case when s.remember then s.expires_at else
           least(now() + make_interval(secs => ?::float8), s.created_at + make_interval(secs => ?::float8)) end
    from stale where s.id = stale.id`;

/** Renews sessions; nobody waits for it. */
export async function touchSessions(db: Knex, hashes: string[], life: Config['session']): Promise<void> {
  await named(db, 'sessions_touch', TOUCH, [hashes, renewAfter(life), life.idle, life.absolute]);
}
