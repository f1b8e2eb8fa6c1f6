/** A new password of one's own: against the old one, with the limits of a sign-in. */
import { change } from '../audit/audit-service.js';
import { guessBudgets } from '../auth/guess-budgets.js';
import { addressGroup } from '../core/address.js';
import type { SessionCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { release, reserve, secondsUntilFree, type Budget } from '../limits/limits-service.js';
import { dropLink } from '../links/links-service.js';
import { assertStrongPassword } from '../passwords/policy.js';
import { renewSessionId } from '../sessions/own-sessions-service.js';
import { endOtherSessions, peekSession } from '../sessions/sessions-service.js';
import * as store from './own-password-store.js';

export interface PasswordChange {
  current_password: string;
  new_password: string;
}

export interface ChangedPassword {
  /** For the cookie. */
  session: { token: string; maxAge: number };
  sessions_ended: number;
}

/** Times that a password is judged while its account keeps changing under it. */
const MAX_TRIES = 3;

const over = (): ApiError => new ApiError('unauthenticated', 'The session has ended. Sign in again.');

/** 429, noted as a sign-in's is: once in fifteen minutes, the guessing must not fill the log. */
async function refuseThrottled(ctx: SessionCtx, seconds: number): Promise<never> {
  const note: Budget = {
    what: ['throttled', ctx.actor.username.toLowerCase(), addressGroup(ctx.ip)],
    limit: 1,
  };
  if (await reserve(ctx.db, [note])) {
    await change(ctx, async (_trx, record) => {
      record('login_throttled', { username: ctx.actor.username, at: 'password_change' });
      return Promise.resolve();
    });
  }
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  throw new ApiError(
    'too_many_attempts',
    `Too many wrong passwords. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    { retryAfter: Math.max(1, seconds) },
  );
}

async function refuseWrong(ctx: SessionCtx): Promise<never> {
  await change(ctx, async (_trx, record) => {
    record('login_fail', { username: ctx.actor.username, at: 'password_change' });
    return Promise.resolve();
  });
  const reason = 'This is not your current password.';
  throw new ApiError('wrong_password', reason, { errors: { current_password: reason } });
}

/** @throws ApiError `weak_password` */
function assertNewPassword(ctx: SessionCtx, { current_password, new_password }: PasswordChange): void {
  assertStrongPassword(new_password, ctx.actor.username, ctx.config.minPasswordLength, 'new_password');
  if (new_password !== current_password) return;
  const reason = 'This is your current password. Choose another.';
  throw new ApiError('weak_password', reason, { errors: { new_password: reason } });
}

/** @returns null when the account changed while its password was being hashed */
async function settle(
  ctx: SessionCtx,
  account: store.OwnAccount,
  newHash: string,
  budgets: Budget[],
): Promise<ChangedPassword | null> {
  return change(ctx, async (trx, record) => {
    // First, as it locks the user's row: a sign-in or a reset comes either before or after.
    if (!(await store.replacePassword(trx, account.id, account.password_hash, newHash))) return null;
    const session = await renewSessionId(ctx, trx);
    const sessions_ended = await endOtherSessions(ctx, trx, account.id);
    await dropLink(trx, account.id);
    record('password_change', { target: account.id, username: account.username, sessions_ended });
    await release(trx, budgets);
    return { session, sessions_ended };
  });
}

/**
 * Changes the password of whoever asks; ends all other sessions, and gives the one that asks a new id.
 * @throws ApiError `wrong_password`, `weak_password`, `too_many_attempts`, `busy`, `unauthenticated` when the
 *   session was ended meanwhile, by a reset for instance
 */
export async function changeOwnPassword(ctx: SessionCtx, input: PasswordChange): Promise<ChangedPassword> {
  assertNewPassword(ctx, input);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const account = await store.readAccount(ctx.db, ctx.actor.id, addressGroup(ctx.ip));
    if (account === undefined) throw over();
    const budgets = guessBudgets(account.username, ctx.ip, account.known_address);
    // Who is over the limit is told so before queueing for a slot, for the right password too.
    const wait = await secondsUntilFree(ctx.db, budgets);
    if (wait !== null) return refuseThrottled(ctx, wait);
    const verdict = await ctx.hashing.inSlot(async (hasher) => {
      // Counted before it is verified: guesses at the same moment must not all see the same number.
      if (!(await reserve(ctx.db, budgets))) return 'throttled';
      const isRight = await hasher.verify(account.password_hash, input.current_password);
      return isRight ? { newHash: await hasher.hash(input.new_password) } : 'wrong';
    });
    if (verdict === 'throttled') {
      return refuseThrottled(ctx, (await secondsUntilFree(ctx.db, budgets)) ?? 1);
    }
    if (verdict === 'wrong') return refuseWrong(ctx);
    const changed = await settle(ctx, account, verdict.newHash, budgets);
    if (changed !== null) return changed;
    // The password was right when it was looked at, so it was no guess.
    await release(ctx.db, budgets);
    // A reset ended the session too; to ask for the password that it set would be odd.
    if ((await peekSession(ctx, ctx.sessionId)) === null) throw over();
  }
  throw over();
}
