/** One's own second factor: an authenticator app and recovery codes. Passkeys are in server/passkeys/. */
import type { SessionCtx } from '../core/context.js';
import { ApiError, notFound } from '../core/errors.js';
import type { Site } from '../core/site.js';
import { listPasskeys, type ShownPasskey } from '../passkeys/passkeys-list-service.js';
import { needsSecondFactor } from '../settings/settings-service.js';
import { changeOwn, factorAdded, factorRemoved } from './factor-change-service.js';
import { countRecoveryCodes, makeRecoveryCodes } from './recovery-codes-service.js';
import * as store from './second-factor-store.js';
import { makeSecret, useTotpCode, type NewTotp } from './totp-service.js';

export interface SecondFactorState {
  totp: { since: Date } | null;
  recovery_codes_left: number;
  passkeys: ShownPasskey[];
  /** Whether the role needs one. */
  required: boolean;
  /** Whether passkeys can be made where the browser is. */
  passkeys_available: boolean;
}

/** What one has besides the password. @param site where passkeys would be made */
export async function getState(ctx: SessionCtx, site: Site): Promise<SecondFactorState> {
  const { id, role } = ctx.actor;
  const [totp, codes, passkeys, required] = await Promise.all([
    store.findTotp(ctx.db, id),
    countRecoveryCodes(ctx.db, id),
    listPasskeys(ctx.db, id),
    needsSecondFactor(ctx, role),
  ]);
  return {
    totp: totp?.confirmed_at ? { since: totp.confirmed_at } : null,
    recovery_codes_left: codes,
    passkeys,
    required,
    passkeys_available: site.passkeyHost !== null,
  };
}

/**
 * Makes a secret for an app; it counts once a code of it was entered. The user sees it this once.
 * @throws ApiError `factor_exists`
 */
export async function beginTotp(ctx: SessionCtx): Promise<NewTotp> {
  return changeOwn(ctx, async (trx, owner) => {
    const totp = await store.findTotp(trx, owner.id);
    if (totp?.confirmed_at) {
      throw new ApiError('factor_exists', 'An authenticator app is set up already. Remove it first.');
    }
    return makeSecret(ctx, trx, owner);
  });
}

/**
 * The first code of an app.
 * @returns recovery codes when there were none
 * @throws ApiError `invalid_code`
 */
export async function confirmTotp(ctx: SessionCtx, code: string): Promise<string[] | null> {
  return changeOwn(ctx, async (trx, owner, record) => {
    if (!(await useTotpCode(ctx, trx, owner.id, code.replace(/[\s-]/g, ''), false))) {
      const reason = 'This code is not right. Check the clock of the phone, and enter the newest.';
      throw new ApiError('invalid_code', reason, { errors: { code: reason } });
    }
    await store.confirmTotp(trx, owner.id);
    return factorAdded(trx, owner, record, { method: 'totp' });
  });
}

/** @throws ApiError `not_found`, `second_factor_needed` */
export async function removeTotp(ctx: SessionCtx): Promise<void> {
  await changeOwn(ctx, async (trx, owner, record) => {
    if (!(await store.deleteTotp(trx, owner.id))) throw notFound('There is no authenticator app.');
    await factorRemoved(trx, owner, record, { method: 'totp' });
  });
}

/** Makes new recovery codes; the old ones end. @throws ApiError `second_factor_needed` for who has no factor */
export async function renewRecoveryCodes(ctx: SessionCtx): Promise<string[]> {
  return changeOwn(ctx, async (trx, owner, record) => {
    if (!owner.second_factor) {
      throw new ApiError(
        'second_factor_needed',
        'Recovery codes stand in for a second factor. Add one first.',
      );
    }
    return makeRecoveryCodes(trx, record, owner);
  });
}
