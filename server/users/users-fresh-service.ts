/** Whether whoever changes administrators has to show first who they are: a setting. */
import type { Knex } from 'knex';
import type { Role } from '../../db/tables.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError, notFresh } from '../core/errors.js';
import { assertFresh, readSettings } from '../settings/settings-service.js';

/**
 * To be called before a change of these users, one's own account included: a stolen cookie must not be turned into
 * a password.
 * @param becomes the role that they get, if that changes
 * @throws ApiError `reauthentication_required`; `session_needed` where a token would make an administrator
 */
export async function assertFreshForAdmins(
  trx: Knex,
  ctx: ActorCtx,
  targets: readonly { role: Role }[],
  becomes?: Role,
): Promise<void> {
  if (becomes !== 'admin' && !targets.some(({ role }) => role === 'admin')) return;
  // Else whoever holds a token that may write users signs in as an administrator of their own making, with every scope.
  if (becomes === 'admin' && ctx.token !== null) {
    throw new ApiError('session_needed', 'A person has to make somebody an administrator; a token may not.');
  }
  assertFresh(ctx, await readSettings({ db: trx }));
}

/**
 * To be called before an administrator gives their own account another password without the old one: by that alone
 * whoever sits at an open session could become fresh, and then change all that asks for it.
 * @throws ApiError `reauthentication_required`
 */
export function assertFreshForOneself(ctx: ActorCtx, id: number): void {
  if (id !== ctx.actor.id || ctx.standing.isFresh) return;
  throw notFresh();
}
