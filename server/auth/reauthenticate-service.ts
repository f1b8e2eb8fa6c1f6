/** Somebody who is signed in shows once more who they are, before what would harm most in another's hands. */
import { change } from '../audit/audit-service.js';
import type { SessionCtx } from '../core/context.js';
import { ApiError, invalid, sessionOver } from '../core/errors.js';
import type { Site } from '../core/site.js';
import { keysOf, releaseKeys } from '../limits/limits-service.js';
import {
  passkeyRequest,
  verifyPasskey,
  type PasskeyAnswer,
  type PasskeyRequest,
  type Verdict,
} from '../passkeys/passkey-check-service.js';
import { codeMethods } from '../second-factor/code-service.js';
import { beginStep, stepOver, takeStep } from '../second-factor/steps-service.js';
import { noteAuthentication } from '../sessions/sessions-service.js';
import { judgeOwnPassword, wrongPassword, type Judged } from './own-password-service.js';
import { failDetail, reserveGuess, useShown, type Shown } from './second-step-service.js';
import * as store from './sign-in-store.js';

export interface Reauthentication {
  password?: string;
  code?: string;
  step?: string;
  passkey?: PasskeyAnswer;
}

export interface Needs {
  fresh: boolean;
  needs: ('password' | 'code' | 'passkey')[];
  step: string | null;
  passkey_options: PasskeyRequest | null;
}

/** What somebody may show. */
export async function askNeeds(ctx: SessionCtx, site: Site): Promise<Needs> {
  const { id } = ctx.actor;
  const { isFresh, hasSecondFactor } = ctx.standing;
  const passkey_options = hasSecondFactor ? await passkeyRequest(ctx.db, id, site) : null;
  const codes = hasSecondFactor ? await codeMethods(ctx.db, id) : [];
  const step =
    passkey_options === null
      ? null
      : await beginStep(ctx.db, {
          kind: 'reauthenticate',
          user_id: id,
          challenge: passkey_options.challenge,
        });
  return {
    fresh: isFresh,
    needs: [
      'password',
      ...(codes.length > 0 ? (['code'] as const) : []),
      ...(step !== null ? (['passkey'] as const) : []),
    ],
    step,
    passkey_options,
  };
}

/** The answer of a passkey; its step has one try. */
async function readPasskey(ctx: SessionCtx, input: Reauthentication, site: Site): Promise<Verdict | null> {
  if (input.passkey === undefined) return null;
  if (input.step === undefined) throw invalid({ step: 'A passkey needs its step.' });
  const step = await takeStep(ctx.db, 'reauthenticate', input.step);
  if (step?.user_id !== ctx.actor.id) throw stepOver();
  return verifyPasskey(ctx.db, site, input.passkey, { challenge: step.challenge, needsVerification: false });
}

/** A passkey that asked for a finger or a PIN stands for both; else the password has to be there as well. */
async function readPassword(
  ctx: SessionCtx,
  input: Reauthentication,
  verdict: Verdict | null,
): Promise<Judged | null> {
  if (verdict?.refusal === null && verdict.isUserVerified) return null;
  // A wrong passkey is said to be one before a password is asked for.
  if (verdict !== null && verdict.refusal !== null) return null;
  if (input.password === undefined) throw invalid({ password: 'Enter your password.' });
  return judgeOwnPassword(ctx, input.password, 'password');
}

function wrong(shown: Shown): ApiError {
  if ('verdict' in shown) return new ApiError('passkey_refused', 'This passkey was not accepted.');
  const reason = 'This code is not right, or was used before.';
  return new ApiError('invalid_code', reason, { errors: { code: reason } });
}

/**
 * @throws ApiError `wrong_password`, `invalid_code`, `passkey_refused`, `step_over`, `invalid`, `too_many_attempts`
 */
export async function reauthenticate(ctx: SessionCtx, input: Reauthentication, site: Site): Promise<void> {
  const verdict = await readPasskey(ctx, input, site);
  const judged = await readPassword(ctx, input, verdict);
  if (ctx.standing.hasSecondFactor && verdict === null && input.code === undefined) {
    throw invalid({ code: 'Enter a code of your second factor.' });
  }
  const shown = verdict !== null ? { verdict } : input.code === undefined ? null : { code: input.code };
  const guesses = shown === null ? [] : await reserveGuess(ctx, ctx.actor, shown);
  const keys = keysOf([...(judged?.budgets ?? []), ...guesses]);
  const failure = await change(ctx, async (trx, record) => {
    const { id } = ctx.actor;
    const user =
      judged === null ? await store.lockActive(trx, id) : await store.lockVerified(trx, id, judged.hash);
    if (user === undefined) return wrongPassword('password');
    if (user.second_factor) {
      if (shown === null) throw invalid({ code: 'Enter a code of your second factor.' });
      if ((await useShown(ctx, trx, record, user, shown)) === null) {
        record('second_factor_fail', failDetail(user, shown));
        return wrong(shown);
      }
    }
    // Who just lost the last factor cannot have shown one.
    if (!user.second_factor && judged === null) return wrongPassword('password');
    if (!(await noteAuthentication(trx, ctx.sessionId))) {
      throw sessionOver();
    }
    if (keys.length > 0) await releaseKeys(trx, keys);
    return null;
  });
  if (failure !== null) throw failure;
}
