/** Lets somebody try again who failed too often: what was counted against their name is forgotten. */
import { change } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { ActorCtx } from '../core/context.js';
import { clear } from '../limits/limits-service.js';
import { assertStillAdmin } from '../users/actor-service.js';
import { getUser } from '../users/users-service.js';
import { addressBudget, codeBudget, nameBudgets } from './guess-budgets.js';
import * as store from './unlock-store.js';

/**
 * Forgets the failures of a name, from wherever they came. An address that failed too often stays shut, as that may
 * be an attacker's, unless it is named.
 * @param address which may go on as well, in its canonical form
 * @returns how many counters there were
 * @throws ApiError `not_found`
 */
export async function unlockUser(ctx: ActorCtx, id: number, address: string | null): Promise<number> {
  const { username } = await getUser(ctx, id);
  return change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const found = await store.findAddresses(trx, id, username);
    const groups = new Set([...found, ...(address === null ? [] : [address])].map(addressGroup));
    const budgets = [
      ...nameBudgets(username, [...groups]),
      codeBudget(id),
      ...(address === null ? [] : [addressBudget(addressGroup(address))]),
    ];
    const counters = await clear(trx, budgets);
    record('user_unlock', { target: id, username, counters, ...(address === null ? {} : { address }) });
    return counters;
  });
}
