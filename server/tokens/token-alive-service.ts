/** The gate asks for a token once, when a request begins; whoever goes on for long asks again. */
import type { Knex } from 'knex';
import type { Actor, Ctx, Deps } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import * as store from './tokens-store.js';

/** Whose token it is, as long as it lives. Asking is no use of it. */
export async function peekToken(deps: Pick<Deps, 'db'>, id: number): Promise<Actor | null> {
  return (await store.readOwner(deps.db, id)) ?? null;
}

/**
 * For every change by a token, in its transaction: a body that trickles in, or a hash that is computed, must not let
 * it outlive its end. Whoever revokes it waits for the change, so nothing more happens once that is answered.
 * @throws ApiError `unauthenticated`
 */
export async function holdToken(trx: Knex, ctx: Ctx): Promise<void> {
  if (ctx.token === null || (await store.holdToken(trx, ctx.token.id))) return;
  throw new ApiError('unauthenticated', 'This token is not valid any more.');
}
