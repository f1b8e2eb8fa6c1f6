/** The gate asks for a session once, when a request begins; a change asks again. */
import type { Knex } from 'knex';
import type { Ctx } from '../core/context.js';
import { sessionOver } from '../core/errors.js';
import * as store from './sessions-store.js';

/**
 * For every change by a person, in its transaction: a body that trickles in, or a hash that is computed, must not let
 * a session outlive its end. Whoever took it could else leave a passkey behind after the password was reset.
 * @throws ApiError `unauthenticated`
 */
export async function assertSessionAlive(trx: Knex, ctx: Ctx): Promise<void> {
  if (ctx.sessionId === null) return;
  if ((await store.readOwner(trx, ctx.sessionId, ctx.config.session)) !== undefined) return;
  throw sessionOver();
}
