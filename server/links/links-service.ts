/**
 * Links by which people set a password of their own: an invitation, or the way back after a lost one. An
 * administrator makes them and passes them on; whoever opens one first sets the password, within a day.
 */
import type { Knex } from 'knex';
import { change } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { ActorCtx, Ctx, Deps } from '../core/context.js';
import { ApiError, notFound } from '../core/errors.js';
import { hashOfSecret, newSecret } from '../core/secret.js';
import { release, reserve, secondsUntilFree, type Budget } from '../limits/limits-service.js';
import { isUsable } from '../passwords/hashing.js';
import { assertStrongPassword } from '../passwords/policy.js';
import { endUserSessions } from '../sessions/sessions-service.js';
import { assertStillAdmin } from '../users/actor-service.js';
import { assertFreshForAdmins, assertFreshForOneself } from '../users/users-fresh-service.js';
import * as store from './links-store.js';

const LIFE = 24 * 3600;

const FORM = /^[0-9a-f]{32}$/;

/** Links that do not work, from one address, in fifteen minutes. */
const MAX_MISSES = 30;

export interface NewLink {
  /** It exists here and in the link only. */
  token: string;
  kind: store.LinkKind;
  expires_at: Date;
}

export type ShownLink = Pick<store.LivingLink, 'username' | 'kind' | 'expires_at'>;

const linkOver = (): ApiError =>
  new ApiError(
    'link_over',
    'This link does not work, or not any more. Ask your administrator for a new one.',
  );

/**
 * Makes a link for a user; an earlier one ends. Nothing else changes before it is used.
 * @throws ApiError `not_found`, `reauthentication_required`
 */
export async function createLink(ctx: ActorCtx, userId: number): Promise<NewLink> {
  const token = newSecret();
  return change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const user = await store.lockUser(trx, userId);
    if (user === undefined) throw notFound('There is no such user.');
    assertFreshForOneself(ctx, userId);
    await assertFreshForAdmins(trx, ctx, [user]);
    const kind = isUsable(user.password_hash) ? 'reset' : 'invite';
    const created_by = ctx.operator === null ? ctx.actor.id : null;
    const link = { hash: hashOfSecret(token), user_id: userId, kind, created_by } as const;
    const expires_at = await store.replaceLink(trx, link, LIFE);
    record('password_link_create', { target: userId, username: user.username, kind });
    return { token, kind, expires_at };
  });
}

/** Ends a user's link, in the transaction of what makes it pointless. */
export async function dropLink(trx: Knex, userId: number): Promise<void> {
  await store.deleteLink(trx, userId);
}

/**
 * The link behind a token. What does not work is counted by the client's address.
 * @throws ApiError `link_over`, `too_many_attempts`
 */
async function findLink(ctx: Ctx, token: string): Promise<store.LivingLink> {
  const budgets: Budget[] = [{ what: ['link', addressGroup(ctx.ip)], limit: MAX_MISSES }];
  if (!(await reserve(ctx.db, budgets))) {
    const seconds = Math.max(1, (await secondsUntilFree(ctx.db, budgets)) ?? 1);
    throw new ApiError('too_many_attempts', 'Too many links that do not work. Try again later.', {
      retryAfter: seconds,
    });
  }
  // A malformed one takes the same way as an unknown one.
  const link = await store.findLink(ctx.db, FORM.test(token) ? hashOfSecret(token) : '');
  if (link === undefined) throw linkOver();
  await release(ctx.db, budgets);
  return link;
}

/**
 * Whose link it is, for whoever opens it.
 * @throws ApiError `link_over`, `too_many_attempts`
 */
export async function showLink(ctx: Ctx, token: string): Promise<ShownLink> {
  const { username, kind, expires_at } = await findLink(ctx, token);
  return { username, kind, expires_at };
}

/**
 * Sets the password of the link's owner, ends all their sessions and the link. A weak password leaves it alone.
 * @throws ApiError `link_over`, `weak_password`, `too_many_attempts`, `busy`
 */
export async function useLink(ctx: Ctx, token: string, password: string): Promise<{ username: string }> {
  const { user_id, username, kind } = await findLink(ctx, token);
  assertStrongPassword(password, username, ctx.config.minPasswordLength);
  const newHash = await ctx.hashing.inSlot((hasher) => hasher.hash(password));
  await change(ctx, async (trx, record) => {
    // The user first, as everybody locks them: a deactivation comes either before or after.
    const user = await store.lockUser(trx, user_id);
    if (user?.is_active !== true || !(await store.takeLink(trx, hashOfSecret(token)))) throw linkOver();
    await store.setPassword(trx, user_id, newHash);
    const sessions_ended = await endUserSessions(trx, user_id);
    record('password_link_use', { target: user_id, username, kind, sessions_ended }, user);
  });
  return { username };
}

/** Deletes links that are over. @returns how many */
export async function purgeLinks(deps: Pick<Deps, 'db'>): Promise<number> {
  return store.deleteExpired(deps.db);
}
