/** API tokens: made by people, shown once, ended on the server. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-source.js';
import type { Role, UserRow } from '../../db/tables.js';
import type { AuditDetail } from '../audit/audit-events.js';
import { change, type RecordEvent } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import { SCOPES, type ActorCtx, type Ctx, type Scope } from '../core/context.js';
import { ApiError, invalid, notFound, sessionOver } from '../core/errors.js';
import { canonicalNetwork } from '../core/networks.js';
import { hashOfSecret } from '../core/secret.js';
import { hasTokenForm, hintOf, makeToken } from '../core/token-form.js';
import { reserve, secondsUntilFree } from '../limits/limits-service.js';
import { peekSession } from '../sessions/sessions-service.js';
import { readSettings } from '../settings/settings-service.js';
import { assertStillAdmin } from '../users/actor-service.js';
import * as store from './tokens-store.js';

export { TOKEN_SORTABLE } from './tokens-store.js';
/** A token as the API shows one: never with the secret or its hash. */
export type { StoredToken as Token } from './tokens-store.js';

const DEFAULT_DAYS = 90;
const MAX_LIVING = 50;

/** Days that an expired token is still shown to its owner, who may wonder why a script has stopped. */
const SHOWN_AFTER = 30;

/** Reports of leaks that one address may make in fifteen minutes. */
const REPORTS = 60;

/** Milliseconds that the answer to a report takes at least, so that it does not tell what was found. */
const REPORT_TIME = 200;

/** What only administrators can use. */
const ADMIN_SCOPES: readonly Scope[] = ['users:read', 'users:write', 'audit:read'];

export interface TokenInput {
  name: string;
  scopes: Scope[];
  expires_in_days?: number;
  networks?: string[];
}

export type NewToken = store.StoredToken & {
  /** The secret: it exists in this answer and with whoever reads it only. */
  token: string;
};

type Owner = Pick<UserRow, 'id' | 'username' | 'role'>;

const noSuchUser = (): ApiError => notFound('There is no such user.');
const noSuchToken = (): ApiError => notFound('There is no such token.');

/** What the audit log says of a token; `token` alone is the one that acts. */
const detailOf = (
  owner: { id: number; username: string },
  token: { id: number; name: string },
): AuditDetail => ({
  target: owner.id,
  username: owner.username,
  token_id: token.id,
  token_name: token.name,
});

/** One's own tokens are one's own business; those of others are for administrators and operators. */
async function assertMayManage(trx: Knex, ctx: ActorCtx, userId: number): Promise<void> {
  if (ctx.operator !== null || ctx.actor.id !== userId) await assertStillAdmin(trx, ctx);
}

/** @throws ApiError `invalid` */
function assertScopesFit(role: Role, scopes: Scope[]): void {
  const beyond = role === 'admin' ? undefined : scopes.find((scope) => ADMIN_SCOPES.includes(scope));
  if (beyond !== undefined) throw invalid({ scopes: `Only an administrator's token can have ${beyond}.` });
}

/** @throws ApiError `invalid` */
async function daysFor(trx: Knex, wanted: number | undefined): Promise<number> {
  const { max_token_days: most } = await readSettings({ db: trx });
  const days = wanted ?? Math.min(DEFAULT_DAYS, most);
  if (days > most) throw invalid({ expires_in_days: `A token may live ${most} days at most.` });
  return days;
}

/** The session may have been ended, and the role changed, since the gate was passed. */
async function lockOwner(trx: Knex, ctx: ActorCtx, userId: number): Promise<Owner> {
  const owner = await store.lockOwner(trx, userId);
  if (ctx.operator === null) {
    const actor = ctx.sessionId === null ? null : await peekSession({ ...ctx, db: trx }, ctx.sessionId);
    if (actor === null) throw sessionOver();
  }
  if (owner === undefined) throw noSuchUser();
  return owner;
}

const inOrder = (scopes: Scope[]): Scope[] => SCOPES.filter((scope) => scopes.includes(scope));

const canonical = (networks: string[]): string[] => [
  ...new Set(networks.map(canonicalNetwork).filter((network) => network !== null)),
];

/**
 * Makes a token for a user: for oneself, or by an operator for anybody.
 * @param input as newTokenSchema lets it through
 * @returns the token with its secret, which is never shown again
 * @throws ApiError `not_found`, `invalid`, `too_many`, `unauthenticated`
 */
export async function createTokenFor(ctx: ActorCtx, userId: number, input: TokenInput): Promise<NewToken> {
  const token = makeToken();
  return change(ctx, async (trx, record) => {
    await assertMayManage(trx, ctx, userId);
    const owner = await lockOwner(trx, ctx, userId);
    assertScopesFit(owner.role, input.scopes);
    const days = await daysFor(trx, input.expires_in_days);
    if ((await store.countLiving(trx, userId)) >= MAX_LIVING) {
      throw new ApiError('too_many', `At most ${MAX_LIVING} tokens may be alive. Revoke one first.`);
    }
    const made = await store.insertToken(trx, {
      user_id: userId,
      name: input.name.trim(),
      hash: hashOfSecret(token),
      hint: hintOf(token),
      scopes: inOrder(input.scopes),
      networks: canonical(input.networks ?? []),
      days,
    });
    const { scopes, networks, expires_at } = made;
    record('token_create', {
      ...detailOf(owner, made),
      scopes,
      expires_at,
      ...(networks.length > 0 ? { networks } : {}),
    });
    return { ...made, token };
  });
}

/**
 * A page of a user's tokens.
 * @throws ApiError `not_found`
 */
export async function listUserTokens(
  ctx: ActorCtx,
  userId: number,
  query: ListQuery,
): Promise<Page<store.StoredToken>> {
  if (!(await store.hasUser(ctx.db, userId))) throw noSuchUser();
  return store.listTokens(ctx.db, userId, query);
}

/**
 * Ends one token of a user.
 * @throws ApiError `not_found`
 */
export async function revokeToken(ctx: ActorCtx, userId: number, tokenId: number): Promise<void> {
  await change(ctx, async (trx, record) => {
    await assertMayManage(trx, ctx, userId);
    const gone = await store.deleteToken(trx, userId, tokenId);
    if (gone === undefined) throw noSuchToken();
    record('token_revoke', detailOf({ id: gone.user_id, username: gone.username }, gone));
  });
}

/**
 * Ends all tokens of a user.
 * @returns how many of them were alive
 * @throws ApiError `not_found`
 */
export async function revokeUserTokens(ctx: ActorCtx, userId: number): Promise<number> {
  return change(ctx, async (trx, record) => {
    await assertMayManage(trx, ctx, userId);
    // Held, so that a token that is being made comes either before, and ends too, or after.
    const owner = await store.lockOwner(trx, userId);
    if (owner === undefined) throw noSuchUser();
    return endUserTokens(trx, record, [userId]);
  });
}

/**
 * Ends the token that asks.
 * @throws ApiError `token_needed` for a session, `unauthenticated` when it has just been ended otherwise
 */
export async function revokeCurrent(ctx: ActorCtx): Promise<void> {
  const { actor, token } = ctx;
  if (token === null) throw new ApiError('token_needed', 'Only a token can end itself; a session signs out.');
  // Not held as for other changes: of two that end themselves at once each would wait for the other.
  await change({ ...ctx, token: null }, async (trx, record) => {
    const gone = await store.deleteToken(trx, actor.id, token.id);
    if (gone === undefined) throw new ApiError('unauthenticated', 'This token is not valid any more.');
    record('token_revoke', { ...detailOf(actor, token), token: token.id });
  });
}

/** @throws ApiError `too_many_requests` */
async function countReport(ctx: Ctx): Promise<void> {
  const budgets = [{ what: ['token_leaked', addressGroup(ctx.ip)], limit: REPORTS }];
  if (await reserve(ctx.db, budgets)) return;
  const retryAfter = (await secondsUntilFree(ctx.db, budgets)) ?? 1;
  throw new ApiError('too_many_requests', 'Too many reports from this address. Try again later.', {
    retryAfter,
  });
}

/**
 * Ends a token that somebody found where it should not be; whoever holds it could do no less harm. Nothing tells
 * whether it was one.
 * @throws ApiError `too_many_requests`
 */
export async function reportLeak(ctx: Ctx, token: string): Promise<void> {
  await countReport(ctx);
  const work = change(ctx, async (trx, record) => {
    const gone = hasTokenForm(token) ? await store.deleteByHash(trx, hashOfSecret(token)) : undefined;
    if (gone !== undefined) {
      record('token_leaked', detailOf({ id: gone.user_id, username: gone.username }, gone), null);
    }
  });
  await Promise.all([work, sleep(REPORT_TIME)]);
}

/**
 * Ends all tokens of users, in the transaction of a change.
 * @returns how many were alive
 */
export async function endUserTokens(trx: Knex, record: RecordEvent, userIds: number[]): Promise<number> {
  const owners = await store.deleteUserTokens(trx, userIds);
  for (const { id, username, count } of owners) {
    record('token_revoke', { target: id, username, tokens_revoked: count });
  }
  return owners.reduce((total, { count }) => total + count, 0);
}

/** Deletes tokens that expired long ago in small batches, each with its event. @returns how many went */
export async function purgeTokens(ctx: Ctx): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await change(ctx, async (trx, record) => {
      const deleted = await store.deleteExpired(trx, SHOWN_AFTER);
      if (deleted > 0) record('token_purge', { count: deleted, days: SHOWN_AFTER });
      return deleted;
    });
    total += count;
    if (count < 1000) return total;
  }
}
