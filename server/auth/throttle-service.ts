/** What somebody is told who guesses too often, and what the audit log is. */
import { change } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { Ctx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { hasTokenForm } from '../core/token-form.js';
import { reserve, secondsUntilFree, type Budget } from '../limits/limits-service.js';
import { isUsername } from '../users/users-schema.js';

/** A name tried is noted only if it has the form of one: people type passwords and tokens into the wrong field. */
export const nameTried = (username: string): Record<string, string> =>
  isUsername(username) && !hasTokenForm(username) ? { username } : {};

/**
 * 429, noted once in fifteen minutes for a name from an address, and for twenty names from one address: the
 * guessing itself must not fill the log. Peeked at first, so that a flood of names leaves no counters either.
 */
export async function refuseThrottled(ctx: Ctx, username: string, seconds: number): Promise<never> {
  const address = addressGroup(ctx.ip);
  const notes: Budget[] = [
    { what: ['throttled', username.toLowerCase(), address], limit: 1 },
    { what: ['throttled', address], limit: 20 },
  ];
  const isQuiet = (await secondsUntilFree(ctx.db, notes)) !== null;
  if (!isQuiet && (await reserve(ctx.db, notes))) {
    await change(ctx, async (_trx, record) => {
      record('login_throttled', nameTried(username), null);
      return Promise.resolve();
    });
  }
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  throw new ApiError(
    'too_many_attempts',
    `Too many failed sign-ins. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    { retryAfter: Math.max(1, seconds) },
  );
}
