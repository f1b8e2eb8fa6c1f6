/** The password of who is signed in, asked for once more. */
import { addressGroup } from '../core/address.js';
import { change } from '../audit/audit-service.js';
import type { SessionCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { reserve, secondsUntilFree, type Budget } from '../limits/limits-service.js';
import { guessBudgets, guessPeeks } from './guess-budgets.js';
import * as store from './sign-in-store.js';
import { refuseThrottled } from './throttle-service.js';

/** A password that was found right. */
export interface Judged {
  /** The hash that it fits: what depends on it must lock the row by it. */
  hash: string;
  /** To be given back when all is right. */
  budgets: Budget[];
}

/** @param field of the body that it came in */
export function wrongPassword(field: string): ApiError {
  const reason = 'This is not your password.';
  return new ApiError('wrong_password', reason, { errors: { [field]: reason } });
}

/**
 * Judges it. It counts as a guess like those of the sign-in: a session that somebody took is no place to guess from.
 * @throws ApiError `wrong_password`, `too_many_attempts`, `busy`
 */
export async function judgeOwnPassword(ctx: SessionCtx, password: string, field: string): Promise<Judged> {
  const { username } = ctx.actor;
  const peeks = guessPeeks(username, ctx.ip);
  const { candidate, wait } = await store.look(ctx.db, username, addressGroup(ctx.ip), 0, peeks);
  const budgets = guessBudgets(username, ctx.ip, candidate?.known_address === true);
  const refuse = async () => refuseThrottled(ctx, username, (await secondsUntilFree(ctx.db, budgets)) ?? 1);
  if (wait !== null) return refuseThrottled(ctx, username, wait);
  const isRight = await ctx.hashing.inSlot(async (hasher) => {
    // Counted before it is verified: guesses at the same moment must not all see the same number.
    if (!(await reserve(ctx.db, budgets))) return null;
    return (await hasher.verify(candidate?.password_hash ?? null, password)) && password.isWellFormed();
  });
  if (isRight === null) return refuse();
  if (isRight && candidate !== undefined) return { hash: candidate.password_hash, budgets };
  await change(ctx, async (_trx, record) => {
    record('login_fail', { username, again: true });
    return Promise.resolve();
  });
  throw wrongPassword(field);
}
