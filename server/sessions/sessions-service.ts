/** Sessions: opaque references in a cookie, one row each, ended on the server. */
import type { Knex } from 'knex';
import { MAX_TOTAL, type ListQuery, type Page } from '../../db/list-source.js';
import { change, type RecordEvent } from '../audit/audit-service.js';
import type { Config } from '../config.js';
import { addressGroup } from '../core/address.js';
import type { Actor, ActorCtx, Ctx, Deps, LiveSession } from '../core/context.js';
import { notFound } from '../core/errors.js';
import { hashOfSecret, newSecret } from '../core/secret.js';
import { standingOf } from '../core/standing.js';
import { readFigure, refreshFigure, type Figure } from '../figures/figures-service.js';
import { assertStillAdmin } from '../users/actor-service.js';
import { browserOf, welcomeBrowser } from './known-browsers-service.js';
import { openSession as insertSession } from './open-session-store.js';
import { readSession } from './session-read-store.js';
import { renewSoon } from './session-renewal-service.js';
import * as list from './sessions-list-store.js';
import * as store from './sessions-store.js';
import { describeClient, type Client } from './user-agent.js';

export { SESSION_SORTABLE } from './sessions-list-store.js';

const MAX_SESSIONS = 20;

/** A session as the API shows one: by its number, never with the hash. */
export interface ShownSession extends list.ListedSession, Client {
  /** Whether it is the one that asks. */
  current: boolean;
}

export interface OpenedSession {
  /** The cookie's value; it exists here and in the browser only. */
  token: string;
  /** Life of the cookie in seconds. */
  maxAge: number;
  /** What the browser is recognised by at its next sign-in: the value of its other cookie. */
  browser: string;
}

/** A new id of a session: for the cookie, and for the database. */
export function newToken(): { token: string; hash: string } {
  const token = newSecret();
  return { token, hash: hashOfSecret(token) };
}

const lifeOf = (config: Config, remember: boolean): number =>
  remember ? config.session.remember : Math.min(config.session.idle, config.session.absolute);

/**
 * Finds the session of a request in one round trip. A stale one is renewed beside the answer, which does
 * not wait for it.
 */
export async function authenticate(deps: Deps, token: string): Promise<LiveSession | null> {
  const hash = hashOfSecret(token);
  const found = await readSession(deps.db, hash, deps.config.session);
  if (found === undefined) return null;
  const { id, username, role, session_id } = found;
  if (found.stale) renewSoon(deps, hash);
  const isRenewed = found.stale && !found.remember;
  const renewedSeconds = isRenewed ? found.renewed_seconds : null;
  const standing = { ...standingOf(found), isFresh: found.fresh };
  return { id: session_id, actor: { id, username, role }, standing, renewedSeconds };
}

/** Whose session it is, by its public id, as long as it lives. Asking does not renew it: nobody did anything. */
export async function peekSession(deps: Deps, id: number): Promise<Actor | null> {
  return (await store.readOwner(deps.db, id, deps.config.session)) ?? null;
}

/** How many sessions live, and of how many users. */
const liveCounts = ({ session }: Config): Figure<list.LiveCounts> => ({
  name: 'live_sessions',
  countFew: (db) => list.countLive(db, session, MAX_TOTAL),
  countAll: async (db) => (await list.countLive(db, session, null))!,
});

/** How many sessions live, and of how many users; when there are more than 10,000, a while ago. */
export const countLive = (deps: Deps): Promise<list.LiveCounts> => readFigure(deps, liveCounts(deps.config));

/** Counts the living sessions for those who will ask. */
export const recountLive = (deps: Deps): Promise<number> => refreshFigure(deps, liveCounts(deps.config));

export interface Opening {
  remember: boolean;
  /** Keys of the counters that counted the sign-in as a guess: it is given back. */
  counted: string[];
}

/**
 * Starts a session in the transaction of a sign-in, with a new id, notes the sign-in and ends the user's oldest
 * sessions beyond twenty. A browser not seen before leaves its notice.
 * The user's row must be locked: else a reset or deactivation could slip in between.
 */
export async function openSession(
  ctx: Ctx,
  trx: Knex,
  record: RecordEvent,
  user: Pick<Actor, 'id' | 'username'>,
  { remember, counted }: Opening,
): Promise<OpenedSession> {
  const { token, hash } = newToken();
  const session = { hash, userId: user.id, remember, ip: ctx.ip, userAgent: ctx.userAgent };
  const maxAge = lifeOf(ctx.config, remember);
  const browser = browserOf(ctx);
  const known = await insertSession(trx, session, {
    seconds: maxAge,
    keep: MAX_SESSIONS,
    address: addressGroup(ctx.ip),
    browserKeys: browser.keys,
    counted,
  });
  await welcomeBrowser(ctx, trx, record, user, browser, known);
  return { token, maxAge, browser: browser.token };
}

/** Whoever uses the session showed again who they are. @returns false when it is gone */
export async function noteAuthentication(trx: Knex, sessionId: number): Promise<boolean> {
  return store.noteAuthentication(trx, sessionId);
}

/** Ends the session of a token. @returns whose it was, or null */
export async function endSession(trx: Knex, token: string): Promise<number | null> {
  const ended = await store.deleteSession(trx, hashOfSecret(token));
  return ended?.user_id ?? null;
}

/** Ends all sessions of a user, or of several. @returns how many */
export async function endUserSessions(trx: Knex, ...userIds: number[]): Promise<number> {
  return store.deleteUserSessions(trx, userIds);
}

/** How many sessions of each user are alive; one without any is not in the map. */
export async function countLiveSessions(
  ctx: Pick<Deps, 'db' | 'config'>,
  userIds: number[],
): Promise<Map<number, number>> {
  if (userIds.length === 0) return new Map();
  const counts = await list.countLiveSessions(ctx.db, userIds, ctx.config.session);
  return new Map(counts.map(({ user_id, count }) => [user_id, count]));
}

/** Ends all sessions of a user but the one that asks. @returns how many of them were alive */
export async function endOtherSessions(ctx: ActorCtx, trx: Knex, userId: number): Promise<number> {
  return store.deleteOtherSessions(trx, userId, ctx.sessionId, ctx.config.session);
}

/** A page of the sessions that are alive. */
export async function listSessions(ctx: ActorCtx, query: ListQuery): Promise<Page<ShownSession>> {
  const page = await list.listSessions(ctx.db, query, ctx.config.session);
  const rows = page.rows.map((row) => ({
    ...row,
    ...describeClient(row.user_agent),
    current: row.id === ctx.sessionId,
  }));
  return { ...page, rows };
}

/**
 * Ends a session, whosoever it is, the one that asks too.
 * @param id its public id
 * @throws ApiError `not_found` when none is alive under this id
 */
export async function revokeSession(ctx: ActorCtx, id: number): Promise<void> {
  await change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const ended = await store.deleteLiveSession(trx, id, ctx.config.session);
    if (ended === undefined) throw notFound('There is no such session.');
    record('session_revoke', { target: ended.user_id, username: ended.username, session: id });
  });
}

/** Ends a session of whoever asks. @returns whose it was, or undefined when none of theirs is alive under this id */
export async function endOwnSession(
  ctx: ActorCtx,
  trx: Knex,
  id: number,
): Promise<{ username: string } | undefined> {
  return store.deleteLiveSession(trx, id, ctx.config.session, ctx.actor.id);
}

/** Deletes expired sessions in small batches, each with its event. @returns how many went */
export async function purgeSessions(ctx: Ctx): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await change(ctx, async (trx, record) => {
      const deleted = await store.deleteExpired(trx);
      if (deleted > 0) record('session_purge', { count: deleted });
      return deleted;
    });
    total += count;
    if (count < 1000) return total;
  }
}
