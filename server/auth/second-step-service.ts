/** The second of two steps of a sign-in. Nobody is signed in between the two: there is no cookie, only a step. */
import type { Knex } from 'knex';
import { change, type RecordEvent } from '../audit/audit-service.js';
import type { Ctx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import type { Site } from '../core/site.js';
import { keysOf, reserve, secondsUntilFree, type Budget } from '../limits/limits-service.js';
import {
  passkeyRequest,
  usePasskey,
  verifyPasskey,
  type PasskeyAnswer,
  type PasskeyRequest,
  type Verdict,
} from '../passkeys/passkey-check-service.js';
import { codeMethods, isGuessable, useCode, type CodeMethod } from '../second-factor/code-service.js';
import { attemptStep, beginStep, stepOver, takeStep, type Step } from '../second-factor/steps-service.js';
import { completeSignIn, type Method, type SignedIn } from './complete-service.js';
import { codeBudget } from './guess-budgets.js';
import * as store from './sign-in-store.js';
import { refuseThrottled } from './throttle-service.js';

/** What is answered to the right password of somebody who has a second factor. */
export interface SecondStep {
  second_factor_required: true;
  step: string;
  methods: (CodeMethod | 'passkey')[];
  passkey_options: PasskeyRequest | null;
}

interface FirstStep {
  /** The one that was verified: should it change in between, the step is over. */
  passwordHash: string;
  remember: boolean;
  /** They stay counted until the sign-in is complete: else a known password would give them back at will. */
  budgets: Budget[];
  site: Site;
}

/** The user's row must be locked. */
export async function beginSecondStep(
  trx: Knex,
  user: store.LockedUser,
  first: FirstStep,
): Promise<SecondStep> {
  const passkey_options = await passkeyRequest(trx, user.id, first.site);
  const codes = await codeMethods(trx, user.id);
  const step = await beginStep(trx, {
    kind: 'second_factor',
    user_id: user.id,
    password_hash: first.passwordHash,
    remember: first.remember,
    challenge: passkey_options?.challenge ?? null,
    counted: keysOf(first.budgets),
  });
  const methods = passkey_options === null ? codes : ([...codes, 'passkey'] as const);
  return { second_factor_required: true, step, methods: [...methods], passkey_options };
}

/** One of the two. */
export type SecondFactor = { code: string } | { passkey: PasskeyAnswer };

/** What was shown, before anything is written. */
export type Shown = { code: string } | { verdict: Verdict };

/** By what somebody tried. */
const methodTried = (shown: Shown): Method => {
  if ('verdict' in shown) return 'passkey';
  return isGuessable(shown.code) ? 'totp' : 'recovery_code';
};

/** Judges what was shown, and uses it up. The user's row must be locked. @returns null when it is wrong */
export async function useShown(
  ctx: Ctx,
  trx: Knex,
  record: RecordEvent,
  user: store.LockedUser,
  shown: Shown,
): Promise<Method | null> {
  if ('code' in shown) return useCode(ctx, trx, record, user, shown.code);
  return (await usePasskey(trx, shown.verdict, user.id)) ? 'passkey' : null;
}

/** What the audit log says of a wrong one. */
export const failDetail = (user: store.LockedUser, shown: Shown): Record<string, unknown> => ({
  target: user.id,
  username: user.username,
  method: methodTried(shown),
  ...('verdict' in shown && shown.verdict.refusal !== null ? { reason: shown.verdict.refusal } : {}),
});

/**
 * Counts a guess before it is judged. Recovery codes and passkeys cannot be guessed: by them the owner gets in
 * while somebody else guesses.
 * @returns what is to be given back after a right one
 * @throws ApiError `too_many_attempts`
 */
export async function reserveGuess(
  ctx: Ctx,
  user: { id: number; username: string },
  shown: Shown,
): Promise<Budget[]> {
  if (!('code' in shown) || !isGuessable(shown.code)) return [];
  const budgets = [codeBudget(user.id)];
  if (await reserve(ctx.db, budgets)) return budgets;
  return refuseThrottled(ctx, user.username, (await secondsUntilFree(ctx.db, budgets)) ?? 1);
}

async function showOf(ctx: Ctx, step: Step, input: SecondFactor, site: Site): Promise<Shown> {
  if ('code' in input) return { code: input.code };
  const demand = { challenge: step.challenge, needsVerification: false };
  return { verdict: await verifyPasskey(ctx.db, site, input.passkey, demand) };
}

/**
 * Takes the second step.
 * @param presented the session id that the request came with: it ends now, not at the first step
 * @throws ApiError `invalid_credentials`, `step_over`, `too_many_attempts`
 */
export async function takeSecondStep(
  ctx: Ctx,
  input: SecondFactor & { step: string },
  presented: string | null,
  site: Site,
): Promise<SignedIn> {
  // Counted before it is judged: guesses at the same moment must not all see the same number.
  const step = await attemptStep(ctx.db, 'second_factor', input.step);
  const user = step.user_id === null ? undefined : await store.findName(ctx.db, step.user_id);
  if (user === undefined) throw stepOver();
  const shown = await showOf(ctx, step, input, site);
  const budgets = await reserveGuess(ctx, user, shown);
  const outcome = await settle(ctx, { step, token: input.step, shown, budgets, presented });
  if (outcome === 'wrong') throw new ApiError('invalid_credentials', 'Invalid code');
  return outcome;
}

interface Claim {
  step: Step;
  token: string;
  shown: Shown;
  budgets: Budget[];
  presented: string | null;
}

async function settle(ctx: Ctx, claim: Claim): Promise<SignedIn | 'wrong'> {
  const { step, shown, presented } = claim;
  return change(ctx, async (trx, record) => {
    // A reset, a deactivation, a deletion or the loss of the factor in between: the first step was for another account.
    const user = await store.lockVerified(trx, step.user_id ?? 0, step.password_hash ?? '');
    if (user?.second_factor !== true) throw stepOver();
    const method = await useShown(ctx, trx, record, user, shown);
    if (method === null) {
      record('second_factor_fail', failDetail(user, shown), null);
      return 'wrong';
    }
    // Of two right answers to one step, the second finds it gone; what it used up comes back.
    if ((await takeStep(trx, 'second_factor', claim.token)) === undefined) throw stepOver();
    const counted = [...step.counted, ...keysOf(claim.budgets)];
    return completeSignIn(ctx, trx, record, user, { presented, remember: step.remember, method, counted });
  });
}
