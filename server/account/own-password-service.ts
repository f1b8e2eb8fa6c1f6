/** A new password of one's own: against the old one, with the limits of a sign-in. */
import { change } from '../audit/audit-service.js';
import { judgeOwnPassword, type Judged } from '../auth/own-password-service.js';
import type { SessionCtx } from '../core/context.js';
import { ApiError, sessionOver } from '../core/errors.js';
import { release } from '../limits/limits-service.js';
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

/** @throws ApiError `weak_password` */
function assertNewPassword(ctx: SessionCtx, { current_password, new_password }: PasswordChange): void {
  assertStrongPassword(new_password, ctx.actor.username, ctx.config.minPasswordLength, 'new_password');
  if (new_password !== current_password) return;
  const reason = 'This is your current password. Choose another.';
  throw new ApiError('weak_password', reason, { errors: { new_password: reason } });
}

/** @returns null when the account changed while its password was being hashed */
async function settle(ctx: SessionCtx, judged: Judged, newHash: string): Promise<ChangedPassword | null> {
  const { id, username } = ctx.actor;
  return change(ctx, async (trx, record) => {
    // First, as it locks the user's row: a sign-in or a reset comes either before or after.
    if (!(await store.replacePassword(trx, id, judged.hash, newHash))) return null;
    const session = await renewSessionId(ctx, trx);
    const sessions_ended = await endOtherSessions(ctx, trx, id);
    await dropLink(trx, id);
    record('password_change', { target: id, username, sessions_ended });
    await release(trx, judged.budgets);
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
    const judged = await judgeOwnPassword(ctx, input.current_password, 'current_password');
    const newHash = await ctx.hashing.inSlot((hasher) => hasher.hash(input.new_password));
    const changed = await settle(ctx, judged, newHash);
    if (changed !== null) return changed;
    // The password was right when it was looked at, so it was no guess.
    await release(ctx.db, judged.budgets);
    // A reset ended the session too; to ask for the password that it set would be odd.
    if ((await peekSession(ctx, ctx.sessionId)) === null) throw sessionOver();
  }
  throw sessionOver();
}
