/** The way back for who lost phone and codes: an administrator, or an operator at the machine, takes the factor away. */
import { change } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { dropPasskeys } from '../passkeys/passkeys-list-service.js';
import { assertFreshForAdmins } from '../users/users-fresh-service.js';
import { lockTargets, noSuchUser } from '../users/users-rules-service.js';
import { dropRecoveryCodes } from './recovery-codes-service.js';
import * as store from './second-factor-store.js';

/**
 * Removes app, passkeys and recovery codes of a user; who has none is left alone without a trace. Sessions stay: what
 * was lost is a phone, not the account. Sign-ins that wait for their second step end.
 * @throws ApiError `not_found`, `own_account`, `reauthentication_required`
 */
export async function resetSecondFactor(ctx: ActorCtx, id: number): Promise<void> {
  await change(ctx, async (trx, record) => {
    const [user] = await lockTargets(trx, ctx, [id]);
    if (user === undefined) throw noSuchUser();
    if (id === ctx.actor.id) {
      // Else whoever sits at an administrator's open session would get past the question who they are.
      throw new ApiError('own_account', 'Remove your own second factor under your account.');
    }
    await assertFreshForAdmins(trx, ctx, [user]);
    const totp = await store.deleteTotp(trx, id);
    const passkeys = await dropPasskeys(trx, id);
    await dropRecoveryCodes(trx, id);
    await store.syncFlag(trx, id);
    if (totp || passkeys > 0) {
      record('second_factor_reset', { target: id, username: user.username, totp, passkeys });
    }
  });
}
