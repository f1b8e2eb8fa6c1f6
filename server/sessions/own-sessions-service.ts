/** One's own sessions. */
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-source.js';
import { change } from '../audit/audit-service.js';
import type { SessionCtx } from '../core/context.js';
import { notFound, sessionOver } from '../core/errors.js';
import {
  endOtherSessions,
  endOwnSession,
  listSessions,
  newToken,
  type ShownSession,
} from './sessions-service.js';
import * as store from './own-sessions-store.js';

/** A session as its owner sees it. */
export type OwnSession = Omit<ShownSession, 'user_id' | 'username' | 'user_agent'>;

/** A page of the sessions of whoever asks. */
export async function listOwnSessions(ctx: SessionCtx, query: ListQuery): Promise<Page<OwnSession>> {
  const page = await listSessions(ctx, { ...query, filter: { user_id: ctx.actor.id } });
  const rows = page.rows.map(({ user_id: _id, username: _name, user_agent: _agent, ...session }) => session);
  return { ...page, rows };
}

/**
 * The gate let the session in some time ago: one that was ended meanwhile ends nobody else's.
 * @throws ApiError `unauthenticated`
 */
async function assertStillThere(ctx: SessionCtx, trx: Knex): Promise<void> {
  if (await store.lockLiveSession(trx, ctx.sessionId, ctx.config.session)) return;
  throw sessionOver();
}

/**
 * Ends one of one's own sessions, the one that asks too.
 * @throws ApiError `not_found` when none of one's own is alive under this id
 */
export async function revokeOwnSession(ctx: SessionCtx, id: number): Promise<void> {
  await change(ctx, async (trx, record) => {
    await store.lockOwner(trx, ctx.actor.id);
    await assertStillThere(ctx, trx);
    const ended = await endOwnSession(ctx, trx, id);
    if (ended === undefined) throw notFound('There is no such session.');
    record('session_revoke', { target: ctx.actor.id, username: ended.username, session: id });
  });
}

/** Ends all of one's own sessions but the one that asks. @returns how many */
export async function revokeOtherSessions(ctx: SessionCtx): Promise<number> {
  return change(ctx, async (trx, record) => {
    // Held, so that a sign-in that is under way comes either before, and ends too, or after.
    await store.lockOwner(trx, ctx.actor.id);
    await assertStillThere(ctx, trx);
    const { id, username } = ctx.actor;
    const count = await endOtherSessions(ctx, trx, id);
    if (count > 0) record('session_revoke', { target: id, username, sessions_ended: count });
    return count;
  });
}

/**
 * Gives the session that asks a new id in the transaction of what makes the old one worthless; the row stays, with
 * its number and its end. To be called under the lock of the user's row.
 * @returns for the cookie
 * @throws ApiError `unauthenticated` when it has ended meanwhile
 */
export async function renewSessionId(ctx: SessionCtx, trx: Knex): Promise<{ token: string; maxAge: number }> {
  const { token, hash } = newToken();
  const maxAge = await store.replaceId(trx, ctx.sessionId, hash, ctx.config.session);
  if (maxAge === undefined) throw sessionOver();
  return { token, maxAge };
}
