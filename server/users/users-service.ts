/** User administration. Every function is one use case: its rules, one transaction, its audit row. */
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-source.js';
import { isUniqueViolation } from '../../db/pg-errors.js';
import type { Role } from '../../db/tables.js';
import { change, noteExport, type ExportRequest } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { dropLink } from '../links/links-service.js';
import { NO_PASSWORD } from '../passwords/hashing.js';
import { assertStrongPassword } from '../passwords/policy.js';
import { endOtherSessions, endUserSessions } from '../sessions/sessions-service.js';
import { assertStillAdmin } from './actor-service.js';
import { assertFreshForAdmins, assertFreshForOneself } from './users-fresh-service.js';
import * as rules from './users-rules-service.js';
import type { User, UserPatch } from './users-rules-service.js';
import { assertExpected, type Expectation } from './users-stale-service.js';
import * as store from './users-store.js';
import type { StoredUser } from './users-store.js';

export { USER_SORTABLE } from './users-store.js';
export type { User, UserPatch } from './users-rules-service.js';

export interface NewUser {
  username: string;
  /** Left away with an invitation: nobody signs in then before a link has set one, see server/links/. */
  password?: string;
  role?: Role;
  must_change_password?: boolean;
  invite?: boolean;
}

export async function listUsers(ctx: ActorCtx, query: ListQuery): Promise<Page<User>> {
  const page = await store.listUsers(ctx.db, query);
  return { ...page, rows: await rules.withSessions(ctx, page.rows) };
}

/** @throws ApiError `not_found` */
export async function getUser(ctx: ActorCtx, id: number): Promise<User> {
  const found = await store.findUser(ctx.db, id);
  const [user] = await rules.withSessions(ctx, found === undefined ? [] : [found]);
  if (user === undefined) throw rules.noSuchUser();
  return user;
}

async function* withSessions(
  ctx: ActorCtx,
  batches: AsyncIterable<StoredUser[]>,
): AsyncGenerator<User[], void, undefined> {
  for await (const users of batches) yield rules.withSessions(ctx, users);
}

/** Begins an export of users. @returns them in batches */
export async function exportUsers(
  ctx: ActorCtx,
  request: ExportRequest,
): Promise<AsyncGenerator<User[], void, undefined>> {
  await noteExport(ctx, 'users', request);
  return withSessions(ctx, store.batchUsers(ctx.db, request));
}

/**
 * Inserts a user; whether the name is taken is for the unique index to say, as a look beforehand could not
 * see a rival's row.
 * @throws ApiError `username_taken`
 */
export async function insertUser(
  trx: Knex,
  user: { username: string; password_hash: string; role: Role; must_change_password?: boolean },
): Promise<User> {
  try {
    return { ...(await store.insertUser(trx, user)), live_sessions: 0 };
  } catch (error) {
    if (!isUniqueViolation(error, store.USERNAME_KEY)) throw error;
    const reason = 'This username is taken.';
    throw new ApiError('username_taken', reason, { errors: { username: reason } });
  }
}

/** The hash of a new account: what is no hash for somebody who is invited. */
async function firstHash(ctx: ActorCtx, { username, password }: NewUser): Promise<string> {
  if (password === undefined) return NO_PASSWORD;
  assertStrongPassword(password, username, ctx.config.minPasswordLength);
  return ctx.hashing.inSlot((hasher) => hasher.hash(password));
}

/**
 * @param input a password or an invitation, not both
 * @throws ApiError `weak_password`, `username_taken`, `busy`, `reauthentication_required`
 */
export async function createUser(ctx: ActorCtx, input: NewUser): Promise<User> {
  const { username, role = 'user', must_change_password = false } = input;
  const password_hash = await firstHash(ctx, input);
  return change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    await assertFreshForAdmins(trx, ctx, [], role);
    const user = await insertUser(trx, { username, password_hash, role, must_change_password });
    const how = {
      ...(input.password === undefined ? { invite: true } : {}),
      ...(must_change_password ? { must_change_password } : {}),
    };
    record('user_create', { target: user.id, username, role, ...how });
    return user;
  });
}

/** Locks one target. @throws ApiError `not_found`, `stale` */
async function lockTarget(
  trx: Knex.Transaction,
  ctx: ActorCtx,
  id: number,
  isExpected: Expectation,
): Promise<StoredUser> {
  const [user] = await rules.lockTargets(trx, ctx, [id]);
  if (user === undefined) throw rules.noSuchUser();
  await assertExpected(trx, user, isExpected);
  return user;
}

/** @throws ApiError `last_admin`, `own_account` */
async function assertMayGo(trx: Knex, ctx: ActorCtx, user: StoredUser): Promise<void> {
  const objection = rules.objectionToLoss(ctx, user, await rules.countActiveAdmins(trx));
  if (objection !== null) throw objection;
}

/**
 * Changes role or state. A patch that changes nothing answers the user and leaves no trace.
 * @param isExpected whether the user is still as the caller knows it
 * @throws ApiError `not_found`, `stale`, `own_account`, `last_admin`
 */
export async function updateUser(
  ctx: ActorCtx,
  id: number,
  patch: UserPatch,
  isExpected: Expectation,
): Promise<User> {
  return change(ctx, async (trx, record) => {
    const user = await lockTarget(trx, ctx, id, isExpected);
    const changed = rules.changedFields(user, patch);
    if (!rules.isEmpty(changed)) {
      if (rules.isLoss(changed)) await assertMayGo(trx, ctx, user);
      await assertFreshForAdmins(trx, ctx, [user], changed.role);
      await store.updateUsers(trx, [id], changed);
      record('user_update', rules.updateDetail(user, changed));
      if (changed.is_active === false) await rules.shutOut(trx, record, [id]);
    }
    return getUser({ ...ctx, db: trx }, id);
  });
}

/**
 * Deletes a user with all sessions; the audit log keeps the name.
 * @param isExpected whether the user is still as the caller knows it
 * @throws ApiError `not_found`, `stale`, `own_account`, `last_admin`
 */
export async function deleteUser(ctx: ActorCtx, id: number, isExpected: Expectation): Promise<void> {
  await change(ctx, async (trx, record) => {
    const user = await lockTarget(trx, ctx, id, isExpected);
    await assertMayGo(trx, ctx, user);
    await assertFreshForAdmins(trx, ctx, [user]);
    await store.deleteUsers(trx, [id]);
    record('user_delete', rules.deleteDetail(user));
  });
}

/**
 * Sets a new password; ends all sessions of the user, and a link that was made for them.
 * @param mustChange whether they have to choose one of their own at the next sign-in
 * @throws ApiError `not_found`, `weak_password`, `busy`, `reauthentication_required`
 */
export async function resetPassword(
  ctx: ActorCtx,
  id: number,
  password: string,
  mustChange = false,
): Promise<void> {
  const { username } = await getUser(ctx, id);
  assertFreshForOneself(ctx, id);
  assertStrongPassword(password, username, ctx.config.minPasswordLength);
  const password_hash = await ctx.hashing.inSlot((hasher) => hasher.hash(password));
  await change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const patch = { password_hash, must_change_password: mustChange };
    const [user] = await store.updateUsers(trx, [id], patch);
    if (user === undefined) throw rules.noSuchUser();
    await assertFreshForAdmins(trx, ctx, [user]);
    const sessions = await endUserSessions(trx, id);
    await dropLink(trx, id);
    const how = mustChange ? { must_change_password: true } : {};
    record('password_reset', { target: id, username: user.username, sessions_ended: sessions, ...how });
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
    const [user] = await store.lockUsers(trx, [id]);
    if (user === undefined) throw rules.noSuchUser();
    const sessions = await endOtherSessions(ctx, trx, id);
    if (sessions > 0) {
      record('session_revoke', { target: id, username: user.username, sessions_ended: sessions });
    }
    return sessions;
  });
}
