/** What holds whenever a factor comes or goes, whichever it is: shared by the use cases, none by itself. */
import type { Knex } from 'knex';
import { change, type RecordEvent } from '../audit/audit-service.js';
import type { SessionCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { needsSecondFactor } from '../settings/settings-service.js';
import { dropRecoveryCodes, ensureRecoveryCodes } from './recovery-codes-service.js';
import * as store from './second-factor-store.js';

export interface Owner {
  id: number;
  username: string;
  role: 'admin' | 'user';
  second_factor: boolean;
}

/**
 * Runs a change of one's own factors: one after the other, as each decides by what there is.
 * @throws ApiError `unauthenticated` when the account or the session is not there any more
 */
export async function changeOwn<T>(
  ctx: SessionCtx,
  work: (trx: Knex.Transaction, owner: Owner, record: RecordEvent) => Promise<T>,
): Promise<T> {
  let owner: Owner | undefined;
  return change(
    ctx,
    async (trx, record) => {
      if (owner === undefined) throw new ApiError('unauthenticated', 'Your account is no longer active.');
      return work(trx, owner, record);
    },
    {
      // Held before the session is looked at: a reset of the password may be waited for, which ends the session.
      before: async (trx) => {
        owner = await store.lockUser(trx, ctx.actor.id);
      },
    },
  );
}

/** Who they are and what changed, for the audit log. */
const factorDetail = (owner: Owner, what: Record<string, unknown>): Record<string, unknown> => ({
  target: owner.id,
  username: owner.username,
  ...what,
});

/** After a factor was added. @returns recovery codes when there were none */
export async function factorAdded(
  trx: Knex,
  owner: Owner,
  record: RecordEvent,
  what: Record<string, unknown>,
): Promise<string[] | null> {
  await store.syncFlag(trx, owner.id);
  record('second_factor_add', factorDetail(owner, what));
  return ensureRecoveryCodes(trx, record, owner);
}

/**
 * After a factor was removed; with the last of them the recovery codes go.
 * @throws ApiError `second_factor_needed` when it was the last and the role needs one
 */
export async function factorRemoved(
  trx: Knex,
  owner: Owner,
  record: RecordEvent,
  what: Record<string, unknown>,
): Promise<void> {
  const hasOthers = await store.syncFlag(trx, owner.id);
  if (!hasOthers && (await needsSecondFactor({ db: trx }, owner.role))) {
    throw new ApiError('second_factor_needed', 'Your role needs a second factor. Add another one first.');
  }
  if (!hasOthers) await dropRecoveryCodes(trx, owner.id);
  record('second_factor_remove', factorDetail(owner, what));
}
