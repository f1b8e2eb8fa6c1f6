/** What a sign-in leaves behind: a session, and when, where and by what its owner signed in. */
import type { Knex } from 'knex';
import { GIVE_BACK } from '../../db/guess-counters.js';
import { named } from '../../db/named.js';

export interface NewSession {
  hash: string;
  userId: number;
  remember: boolean;
  ip: string;
  userAgent: string | null;
}

/**
 * One statement, as a sign-in holds the user's row for as long as it takes. Its parts see the tables as they were
 * before it, so neither the new session nor the new browser is among those that are counted.
 */
const OPEN = `
  with opened as (
    insert into user_sessions (id, user_id, remember, ip, user_agent, expires_at)
    values (?, ?, ?, ?, ?, now() + make_interval(secs => ?::float8))
  ), surplus as (
    delete from user_sessions
     where id in (select id from user_sessions where user_id = ? order by created_at desc, id desc offset ?)
  ), seen as (
    update users set last_login_at = now() where id = ?
  ), at_home as (
    insert into known_addresses (user_id, address, last_login_at) values (?, ?, now())
    on conflict (user_id, address) do update set last_login_at = excluded.last_login_at
  ), browser as (
    insert into known_browsers (user_id, key) select ?::int, key from unnest(?::text[]) as t(key)
    on conflict (user_id, key) do update set last_seen_at = now()
  ), given_back as (${GIVE_BACK}
  )
  select count(*)::int as all, (count(*) filter (where key = any(?::text[])))::int as these
    from known_browsers where user_id = ?`;

export interface SignInNotes {
  /** Seconds that the session lives unless it is renewed. */
  seconds: number;
  /** How many sessions a user may have. */
  keep: number;
  /** Group of addresses. */
  address: string;
  /** What the browser is recognised by. */
  browserKeys: string[];
  /** Keys of counters of guesses, from which one is taken. */
  counted: string[];
}

/** How many browsers' keys of the user were known until now, and how many of today's were among them. */
export interface KnownKeys {
  all: number;
  these: number;
}

/**
 * Starts a session, ends the user's oldest ones beyond `keep`, and notes when, by which browser and from where they
 * signed in: past the limit per name, the owner still gets in from there.
 */
export async function openSession(trx: Knex, session: NewSession, notes: SignInNotes): Promise<KnownKeys> {
  const { hash, userId, remember, ip, userAgent } = session;
  const { seconds, keep, address, browserKeys, counted } = notes;
  const [known] = await named<KnownKeys>(trx, 'session_open', OPEN, [
    ...[hash, userId, remember, ip, userAgent, seconds],
    ...[userId, keep - 1, userId, userId, address],
    ...[userId, browserKeys, counted, browserKeys, userId],
  ]);
  return known ?? { all: 0, these: 0 };
}
