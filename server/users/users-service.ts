/** User administration. Every function is one use case: its rules, one transaction, its audit row. */
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-page.js';
import { isUniqueViolation } from '../../db/pg-errors.js';
import type { Role } from '../../db/tables.js';
import { lockFor } from '../../db/transaction.js';
import { change } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError, notFound } from '../core/errors.js';
import { assertStrongPassword } from '../passwords/policy.js';
import { endOtherSessions, endUserSessions } from '../sessions/sessions-service.js';
import { assertStillAdmin } from './actor-service.js';
import * as store from './users-store.js';
import type { User } from './users-store.js';

export { USER_SORTABLE, type User } from './users-store.js';

export interface NewUser {
  username: string;
  password: string;
  role?: Role;
}

export interface UserPatch {
  role?: Role;
  is_active?: boolean;
}

const noSuchUser = (): ApiError => notFound('There is no such user.');

export async function listUsers(ctx: ActorCtx, query: ListQuery): Promise<Page<User>> {
  return store.listUsers(ctx.db, query);
}

/** @throws ApiError `not_found` */
export async function getUser(ctx: ActorCtx, id: number): Promise<User> {
  const user = await store.findUser(ctx.db, id);
  if (user === undefined) throw noSuchUser();
  return user;
}

/**
 * Inserts a user; whether the name is taken is for the unique index to say, as a look beforehand could not
 * see a rival's row.
 * @throws ApiError `username_taken`
 */
export async function insertUser(
  trx: Knex,
  user: { username: string; password_hash: string; role: Role },
): Promise<User> {
  try {
    return await store.insertUser(trx, user);
  } catch (error) {
    if (!isUniqueViolation(error, store.USERNAME_KEY)) throw error;
    const reason = 'This username is taken.';
    throw new ApiError('username_taken', reason, { errors: { username: reason } });
  }
}

/**
 * @throws ApiError `weak_password`, `username_taken`, `busy`
 */
export async function createUser(ctx: ActorCtx, input: NewUser): Promise<User> {
  const { username, password, role = 'user' } = input;
  assertStrongPassword(password, username, ctx.config.minPasswordLength);
  const password_hash = await ctx.hashing.inSlot((hasher) => hasher.hash(password));
  return change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const user = await insertUser(trx, { username, password_hash, role });
    record('user_create', { target: user.id, username, role });
    return user;
  });
}

function changedFields(user: User, patch: UserPatch): UserPatch {
  const { role, is_active } = patch;
  return {
    ...(role !== undefined && role !== user.role ? { role } : {}),
    ...(is_active !== undefined && is_active !== user.is_active ? { is_active } : {}),
  };
}

const pick = (user: User, patch: UserPatch): Record<string, unknown> =>
  Object.fromEntries(Object.keys(patch).map((field) => [field, user[field as keyof UserPatch]]));

/**
 * What must hold before an active administrator is taken away; called under the lock `administrators`, which
 * every such change takes, so that two at once cannot each leave the other as the last one.
 * @throws ApiError `last_admin`, `own_account`
 */
async function assertMayGo(trx: Knex, ctx: ActorCtx, user: User): Promise<void> {
  const isAdmin = user.role === 'admin' && user.is_active;
  if (isAdmin && (await store.countActiveAdmins(trx)) <= 1) {
    throw new ApiError('last_admin', 'This is the last active administrator. Make another one first.');
  }
  if (user.id === ctx.actor.id) {
    throw new ApiError('own_account', 'You may not demote, deactivate or delete your own account.');
  }
}

/** Locks the set of administrators, then reads the target; the order keeps two such changes apart. */
async function lockTarget(trx: Knex.Transaction, ctx: ActorCtx, id: number): Promise<User> {
  await lockFor(trx, 'administrators');
  await assertStillAdmin(trx, ctx);
  const user = await store.lockUser(trx, id);
  if (user === undefined) throw noSuchUser();
  return user;
}

/**
 * Changes role or state. A patch that changes nothing answers the user and leaves no trace.
 * @throws ApiError `not_found`, `own_account`, `last_admin`
 */
export async function updateUser(ctx: ActorCtx, id: number, patch: UserPatch): Promise<User> {
  return change(ctx, async (trx, record) => {
    const user = await lockTarget(trx, ctx, id);
    const changed = changedFields(user, patch);
    if (Object.keys(changed).length === 0) return user;
    const weakens = changed.role === 'user' || changed.is_active === false;
    if (weakens) await assertMayGo(trx, ctx, user);
    const updated = await store.updateUser(trx, id, changed);
    if (changed.is_active === false) await endUserSessions(trx, id);
    record('user_update', { target: id, username: user.username, ...changed, from: pick(user, changed) });
    return updated ?? user;
  });
}

/**
 * Deletes a user with all sessions; the audit log keeps the name.
 * @throws ApiError `not_found`, `own_account`, `last_admin`
 */
export async function deleteUser(ctx: ActorCtx, id: number): Promise<void> {
  await change(ctx, async (trx, record) => {
    const user = await lockTarget(trx, ctx, id);
    await assertMayGo(trx, ctx, user);
    await store.deleteUser(trx, id);
    record('user_delete', { target: id, username: user.username, role: user.role });
  });
}

/**
 * Sets a new password and ends all sessions of the user.
 * @throws ApiError `not_found`, `weak_password`, `busy`
 */
export async function resetPassword(ctx: ActorCtx, id: number, password: string): Promise<void> {
  const { username } = await getUser(ctx, id);
  assertStrongPassword(password, username, ctx.config.minPasswordLength);
  const password_hash = await ctx.hashing.inSlot((hasher) => hasher.hash(password));
  await change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const user = await store.updateUser(trx, id, { password_hash });
    if (user === undefined) throw noSuchUser();
    const sessions = await endUserSessions(trx, id);
    record('password_reset', { target: id, username: user.username, sessions_ended: sessions });
  });
}

/**
 * Ends all sessions of a user but the one that asks.
 * @returns how many
 * @throws ApiError `not_found`
 */
export async function revokeSessions(ctx: ActorCtx, id: number): Promise<number> {
  return change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    // Held, so that a sign-in that is under way comes either before, and ends too, or after.
    const user = await store.lockUser(trx, id);
    if (user === undefined) throw noSuchUser();
    const sessions = await endOtherSessions(ctx, trx, id);
    if (sessions > 0) {
      record('session_revoke', { target: id, username: user.username, sessions_ended: sessions });
    }
    return sessions;
  });
}
