/** A signed-in user at an administrator's door. */
import type { ActorCtx } from '../core/context.js';
import { reserve } from '../limits/limits-service.js';
import { change } from './audit-service.js';

/** Events a user may cause in fifteen minutes: a script that knocks all day must not fill the log. */
const LIMIT = 60;

/** @param door method and path that were refused */
export async function noteDenied(ctx: ActorCtx, door: string): Promise<void> {
  const noise = { what: ['access_denied', String(ctx.actor.id)], limit: LIMIT };
  if (!(await reserve(ctx.db, [noise]))) return;
  await change(ctx, async (_trx, record) => {
    record('access_denied', { door });
    return Promise.resolve();
  });
}
