/** Sessions: opaque references in a cookie, one row each, ended on the server. */
import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { change } from '../audit/audit-service.js';
import type { Config } from '../config.js';
import { addressGroup } from '../core/address.js';
import type { Ctx, Deps, LiveSession } from '../core/context.js';
import * as store from './sessions-store.js';

const MAX_SESSIONS = 20;

export interface OpenedSession {
  /** The cookie's value; it exists here and in the browser only. */
  token: string;
  /** Life of the cookie in seconds. */
  maxAge: number;
}

/** What the database knows of a token: its SHA-256. 128 random bits need no salt and no slow hash. */
const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const lifeOf = (config: Config, remember: boolean): number =>
  remember ? config.session.remember : Math.min(config.session.idle, config.session.absolute);

/**
 * Finds the session of a request in one round trip. A stale one is renewed beside the answer, which does
 * not wait for it.
 */
export async function authenticate(deps: Deps, token: string): Promise<LiveSession | null> {
  const hash = hashToken(token);
  const found = await store.readSession(deps.db, hash, deps.config.session);
  if (found === undefined) return null;
  const { id, username, role } = found;
  if (found.stale) {
    store.touchSession(deps.db, hash, deps.config.session).catch((error: unknown) => {
      deps.logger.warn({ err: error }, 'A session could not be renewed.');
    });
  }
  const isRenewed = found.stale && !found.remember;
  return { actor: { id, username, role }, renewedSeconds: isRenewed ? found.renewed_seconds : null };
}

/**
 * Starts a session in the transaction of a sign-in, with a new id, notes the sign-in and ends the user's oldest
 * sessions beyond twenty.
 * The user's row must be locked: else a reset or deactivation could slip in between.
 */
export async function openSession(
  ctx: Ctx,
  trx: Knex,
  userId: number,
  remember: boolean,
): Promise<OpenedSession> {
  const token = randomBytes(16).toString('hex');
  const session = { hash: hashToken(token), userId, remember, ip: ctx.ip, userAgent: ctx.userAgent };
  const maxAge = lifeOf(ctx.config, remember);
  await store.insertSession(trx, session, maxAge);
  await store.trimSessions(trx, userId, MAX_SESSIONS);
  await store.noteSignIn(trx, userId, addressGroup(ctx.ip));
  return { token, maxAge };
}

/** Ends the session of a token. @returns whose it was, or null */
export async function endSession(trx: Knex, token: string): Promise<number | null> {
  const ended = await store.deleteSession(trx, hashToken(token));
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
  const counts = await store.countLive(ctx.db, userIds, ctx.config.session);
  return new Map(counts.map(({ user_id, count }) => [user_id, count]));
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
