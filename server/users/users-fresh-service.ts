/** Whether whoever changes administrators has to show first who they are: a setting. */
import type { Knex } from 'knex';
import type { Role } from '../../db/tables.js';
import type { ActorCtx } from '../core/context.js';
import { assertFresh, readSettings } from '../settings/settings-service.js';

/**
 * To be called before a change of these users, one's own account included: a stolen cookie must not be turned into
 * a password.
 * @param becomes the role that they get, if that changes
 * @throws ApiError `reauthentication_required`
 */
export async function assertFreshForAdmins(
  trx: Knex,
  ctx: ActorCtx,
  targets: readonly { role: Role }[],
  becomes?: Role,
): Promise<void> {
  if (becomes !== 'admin' && !targets.some(({ role }) => role === 'admin')) return;
  assertFresh(ctx, await readSettings({ db: trx }));
}
