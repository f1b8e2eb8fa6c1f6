/** What a token opens, asked on every request: its owner's role and state count as they are now. */
import { change } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { Actor, AuthenticateToken, Ctx, Scope, TokenGrant } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { isInNetworks } from '../core/networks.js';
import { standingOf } from '../core/standing.js';
import { hashOfSecret } from '../core/secret.js';
import { hasTokenForm } from '../core/token-form.js';
import { reserve } from '../limits/limits-service.js';
import * as store from './tokens-store.js';

/** Notes in fifteen minutes of one token that comes from where it may not: it must not fill the log. */
const STRAYED = 1;

/** A token in a strange place may have been stolen: its owner finds that in the log. */
async function noteStrayed(ctx: Ctx, token: TokenGrant, actor: Actor): Promise<void> {
  const noise = { what: ['token_strayed', String(token.id), addressGroup(ctx.ip)], limit: STRAYED };
  if (!(await reserve(ctx.db, [noise]))) return;
  await change({ ...ctx, actor, token }, async (_trx, record) => {
    record('access_denied', { reason: 'network' });
    return Promise.resolve();
  });
}

/** Beside the answer, which does not wait for it. */
function noteUse(ctx: Ctx, id: number): void {
  store.noteUse(ctx.db, id, ctx.ip).catch((error: unknown) => {
    ctx.logger.warn({ err: error }, 'The use of a token could not be noted.');
  });
}

/** @throws ApiError `network_not_allowed` */
export const authenticateToken: AuthenticateToken = async (ctx, token) => {
  // A slip of the pen is not worth a question.
  if (!hasTokenForm(token)) return null;
  const found = await store.readToken(ctx.db, hashOfSecret(token));
  if (found === undefined) return null;
  const { id, name, networks, expires_at: expiresAt } = found;
  const actor = { id: found.user_id, username: found.username, role: found.role };
  const grant: TokenGrant = { id, name, scopes: found.scopes as Scope[], expiresAt };
  if (networks.length > 0 && !isInNetworks(ctx.ip, networks)) {
    await noteStrayed(ctx, grant, actor);
    throw new ApiError('network_not_allowed', `This token may not be used from ${ctx.ip}.`);
  }
  if (found.stale) noteUse(ctx, id);
  return { actor, grant, standing: { ...standingOf(found), isFresh: false } };
};
