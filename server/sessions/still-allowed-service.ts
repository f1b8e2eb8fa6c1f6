/** The gates ask once, when an answer begins; one that goes on for long asks again as it goes. */
import type { Role } from '../../db/tables.js';
import type { Actor, ActorCtx } from '../core/context.js';
import { ApiError, sessionOver } from '../core/errors.js';
import { peekToken } from '../tokens/token-alive-service.js';
import { peekSession } from './sessions-service.js';

/** Whoever asks, as they are now; null when their session or token is over. */
async function peek(ctx: ActorCtx): Promise<Actor | null> {
  if (ctx.sessionId !== null) return peekSession(ctx, ctx.sessionId);
  if (ctx.token !== null) return peekToken(ctx, ctx.token.id);
  // Who has the machine has the database.
  return ctx.operator === null ? null : ctx.actor;
}

/**
 * Why whoever asks may not go on; null when they may. Looking does not renew their session.
 * @param gate who may: `user` stands for everybody who is signed in
 */
export async function whyOver(ctx: ActorCtx, gate: Role): Promise<ApiError | null> {
  const actor = await peek(ctx);
  if (actor === null) {
    if (ctx.token === null) return sessionOver();
    return new ApiError('unauthenticated', 'The token is not valid any more.');
  }
  if (gate === 'user' || actor.role === 'admin') return null;
  return new ApiError('forbidden', 'Only administrators may do this.');
}

/**
 * Passes batches on for as long as whoever asks may have them.
 * @throws ApiError `unauthenticated` or `forbidden` before the first batch that they may not have
 */
export async function* whileAllowed<T>(
  ctx: ActorCtx,
  gate: Role,
  batches: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  for (;;) {
    const next = await ctx.streams.inTurn(async () => {
      const over = await whyOver(ctx, gate);
      if (over !== null) throw over;
      return batches.next();
    });
    if (next.done === true) return;
    yield next.value;
  }
}
