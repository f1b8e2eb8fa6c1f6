/** Signing in by a passkey alone, without a name or a password. */
import { change } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { Ctx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import type { Site } from '../core/site.js';
import { reserve, secondsUntilFree } from '../limits/limits-service.js';
import {
  anyPasskeyRequest,
  usePasskey,
  verifyPasskey,
  type PasskeyAnswer,
  type PasskeyRequest,
} from '../passkeys/passkey-check-service.js';
import { beginStep, stepOver, takeStep } from '../second-factor/steps-service.js';
import { completeSignIn, type SignedIn } from './complete-service.js';
import * as store from './sign-in-store.js';

/** Sign-ins that may be begun from one address in fifteen minutes: each is a row for five. */
const PER_ADDRESS = 300;

/**
 * What a browser is asked. Anybody may begin.
 * @throws ApiError `passkeys_unavailable`, `too_many_requests`
 */
export async function beginPasskeySignIn(
  ctx: Ctx,
  site: Site,
): Promise<{ step: string; options: PasskeyRequest }> {
  if (site.passkeyHost === null) {
    throw new ApiError('passkeys_unavailable', 'Passkeys need a host name, and HTTPS.');
  }
  const budgets = [{ what: ['passkey options', addressGroup(ctx.ip)], limit: PER_ADDRESS }];
  if (!(await reserve(ctx.db, budgets))) {
    const retryAfter = (await secondsUntilFree(ctx.db, budgets)) ?? 1;
    throw new ApiError('too_many_requests', 'Too many sign-ins were begun here. Try again later.', {
      retryAfter,
    });
  }
  const options = await anyPasskeyRequest(site.passkeyHost);
  const step = await beginStep(ctx.db, { kind: 'passkey', user_id: null, challenge: options.challenge });
  return { step, options };
}

export interface PasskeySignIn {
  step: string;
  passkey: PasskeyAnswer;
  remember?: boolean;
}

/** The same words whatever is wrong. */
const refused = (): ApiError => new ApiError('invalid_credentials', 'This passkey was not accepted.');

/**
 * Signs in. The authenticator has asked who they are, so that it counts as two factors.
 * @throws ApiError `invalid_credentials`, `step_over`
 */
export async function signInByPasskey(
  ctx: Ctx,
  input: PasskeySignIn,
  presented: string | null,
  site: Site,
): Promise<SignedIn> {
  // One try for a challenge, whatever becomes of it.
  const step = await takeStep(ctx.db, 'passkey', input.step);
  if (step === undefined) throw stepOver();
  const verdict = await verifyPasskey(ctx.db, site, input.passkey, {
    challenge: step.challenge,
    needsVerification: true,
    needsOwner: true,
  });
  const signedIn = await change(ctx, async (trx, record) => {
    const user = verdict.owner === null ? undefined : await store.lockActive(trx, verdict.owner.id);
    if (user === undefined || !(await usePasskey(trx, verdict, user.id))) {
      const whose = verdict.owner === null ? {} : { username: verdict.owner.username };
      record('login_fail', { ...whose, method: 'passkey', reason: verdict.refusal ?? 'not_valid' }, null);
      return null;
    }
    const remember = input.remember === true;
    return completeSignIn(ctx, trx, record, user, { presented, remember, method: 'passkey' });
  });
  if (signedIn === null) throw refused();
  return signedIn;
}
