/** The actor of a change, asked about again inside its transaction. */
import type { Knex } from 'knex';
import type { ActorCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import * as store from './users-store.js';

/**
 * The gate let the actor in some time ago (a hash may lie in between), so the change asks again.
 * @throws ApiError `unauthenticated` or `forbidden`
 */
export async function assertStillAdmin(trx: Knex, ctx: ActorCtx): Promise<void> {
  // Who has the machine has the database: the command line asks nobody.
  if (ctx.operator !== null) return;
  const actor = await store.findUser(trx, ctx.actor.id);
  if (actor?.is_active !== true) throw new ApiError('unauthenticated', 'Your account is no longer active.');
  if (actor.role !== 'admin') throw new ApiError('forbidden', 'Only administrators may do this.');
}
