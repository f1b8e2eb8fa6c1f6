/** Months of the log come in time and go when their retention is over. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isLockTimeout } from '../../db/pg-errors.js';
import { inTransaction } from '../../db/transaction.js';
import type { Ctx } from '../core/context.js';
import { change } from './audit-service.js';
import * as store from './audit-months-store.js';

const TRIES = 5;

/** @returns what `work` did; null when the log was in use at every try: the next housekeeping tries again */
async function betweenOthers<T>(ctx: Ctx, work: () => Promise<T>): Promise<T | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tries === TRIES) break;
    }
    await sleep(200 + Math.random() * 300 * tries);
  }
  ctx.logger.warn('The audit log is in use: its months are looked after next time.');
  return null;
}

/**
 * Makes the months that come. Nothing anybody did, so it has no event.
 * @returns how many there were not yet
 */
export async function makeAuditMonths(ctx: Ctx): Promise<number> {
  return (await betweenOthers(ctx, () => inTransaction(ctx.db, store.makeMonths))) ?? 0;
}

/**
 * Drops the months that are past the retention, each with its event.
 * @returns how many rows went, and whether no such month is left
 */
export async function dropAuditMonths(ctx: Ctx): Promise<{ count: number; isDone: boolean }> {
  const days = ctx.config.auditRetentionDays;
  let count = 0;
  for (;;) {
    const dropped = await betweenOthers(ctx, () =>
      change(ctx, async (trx, record) => {
        const month = await store.dropOldMonth(trx, days);
        if (month !== null && month.count > 0) {
          const { isEstimate, ...detail } = month;
          record('audit_purge', { ...detail, days, ...(isEstimate ? { estimated: true } : {}) });
        }
        return { month };
      }),
    );
    if (dropped === null) return { count, isDone: false };
    if (dropped.month === null) return { count, isDone: true };
    count += dropped.month.count;
  }
}

const IN_DOUBT =
  "Nothing was taken from the audit log: all of it but the last week is long ago by the database's clock. Is that " +
  'right? Then what is past the retention goes in a week.';

/**
 * Lets go of what is past the retention: whole months at once, the rest in small batches. By a clock that jumped ahead
 * that would be the whole log. So nothing goes, and a warning says so each time, until the log has rows of at least a
 * week ago (and of the last sixty days, or of fewer when the retention is shorter): a jump is survived for a week, and
 * a log that nobody wrote to for so long waits a week from its next row.
 * @returns how many rows went
 */
export async function purgeAudit(ctx: Ctx): Promise<number> {
  if (await store.isClockInDoubt(ctx.db, ctx.config.auditRetentionDays)) {
    ctx.logger.warn(IN_DOUBT);
    return 0;
  }
  const { count, isDone } = await dropAuditMonths(ctx);
  // Row by row what a moment later goes at once?
  if (!isDone) return count;
  return count + (await purgeBatches(ctx));
}

/** Deletes rows past the retention in small batches, each with its own event. @returns how many went */
async function purgeBatches(ctx: Ctx): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await change(ctx, async (trx, record) => {
      const deleted = await store.deleteOldAudit(trx, ctx.config.auditRetentionDays);
      if (deleted > 0) record('audit_purge', { count: deleted, days: ctx.config.auditRetentionDays });
      return deleted;
    });
    total += count;
    if (count < 1000) return total;
  }
}
