/** What holds for every change of a user, alone or among many: shared by the use cases, none by itself. */
import type { Knex } from 'knex';
import { lockFor } from '../../db/transaction.js';
import type { Role } from '../../db/tables.js';
import type { AuditDetail } from '../audit/audit-events.js';
import type { RecordEvent } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError, notFound } from '../core/errors.js';
import { countLiveSessions, endUserSessions } from '../sessions/sessions-service.js';
import { endUserTokens } from '../tokens/tokens-service.js';
import { assertStillAdmin } from './actor-service.js';
import * as store from './users-store.js';
import type { StoredUser } from './users-store.js';

/** A user as the API shows one. */
export type User = StoredUser & {
  /** How many of the user's sessions are alive. */
  live_sessions: number;
};

export interface UserPatch {
  role?: Role;
  is_active?: boolean;
}

export const noSuchUser = (): ApiError => notFound('There is no such user.');

/** Adds what is counted for shown users only. */
export async function withSessions(
  ctx: Pick<ActorCtx, 'db' | 'config'>,
  users: StoredUser[],
): Promise<User[]> {
  const ids = users.map(({ id }) => id);
  const counts = await countLiveSessions(ctx, ids);
  return users.map((user) => ({ ...user, live_sessions: counts.get(user.id) ?? 0 }));
}

/**
 * Locks the set of administrators, then reads and locks the targets; the order keeps two such changes apart.
 * @returns those that exist
 */
export async function lockTargets(
  trx: Knex.Transaction,
  ctx: ActorCtx,
  ids: number[],
): Promise<StoredUser[]> {
  await lockFor(trx, 'administrators');
  await assertStillAdmin(trx, ctx);
  return store.lockUsers(trx, ids);
}

const isActiveAdmin = (user: StoredUser): boolean => user.role === 'admin' && user.is_active;

/** How many active administrators there are, for the rules below. Ask under the lock of lockTargets. */
export const countActiveAdmins = (trx: Knex): Promise<number> => store.countActiveAdmins(trx);

/**
 * Why a user may not be demoted, deactivated or deleted; null when nothing stands against it. Told under the lock
 * `administrators`, which every such change takes, so that two at once cannot each leave the other as the last one.
 * @param activeAdmins how many there are without the change
 */
export function objectionToLoss(ctx: ActorCtx, user: StoredUser, activeAdmins: number): ApiError | null {
  if (isActiveAdmin(user) && activeAdmins <= 1) {
    return new ApiError('last_admin', 'This is the last active administrator. Make another one first.');
  }
  if (user.id === ctx.actor.id) {
    return new ApiError('own_account', 'You may not demote, deactivate or delete your own account.');
  }
  return null;
}

/** How many active administrators the loss of this user costs. */
export const lossOf = (user: StoredUser): number => (isActiveAdmin(user) ? 1 : 0);

/** What of a patch is not so already. */
export function changedFields(user: StoredUser, patch: UserPatch): UserPatch {
  const { role, is_active } = patch;
  return {
    ...(role !== undefined && role !== user.role ? { role } : {}),
    ...(is_active !== undefined && is_active !== user.is_active ? { is_active } : {}),
  };
}

export const isEmpty = (patch: UserPatch): boolean => Object.keys(patch).length === 0;

/** Whether a change may take an administrator away. */
export const isLoss = (changed: UserPatch): boolean => changed.role === 'user' || changed.is_active === false;

/**
 * Ends all ways in of users who were deactivated, for ever: who is let in again later must not bring back a session
 * or a token that somebody took meanwhile.
 */
export async function shutOut(trx: Knex, record: RecordEvent, ids: number[]): Promise<void> {
  await endUserSessions(trx, ...ids);
  await endUserTokens(trx, record, ids);
}

/** What the audit log says of a change. */
export function updateDetail(user: StoredUser, changed: UserPatch): AuditDetail {
  const fields = Object.keys(changed) as (keyof UserPatch)[];
  const from = Object.fromEntries(fields.map((field) => [field, user[field]]));
  return { target: user.id, username: user.username, ...changed, from };
}

/** What the audit log says of a deletion. */
export const deleteDetail = (user: StoredUser): AuditDetail => ({
  target: user.id,
  username: user.username,
  role: user.role,
});
