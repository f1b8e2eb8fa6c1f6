/** The end of every sign-in, however somebody showed who they are. */
import type { Knex } from 'knex';
import type { RecordEvent } from '../audit/audit-service.js';
import type { Actor, Ctx } from '../core/context.js';
import { endSession, openSession, type OpenedSession } from '../sessions/sessions-service.js';

export interface SignedIn {
  user: Pick<Actor, 'username' | 'role'>;
  session: OpenedSession;
}

/** By what, besides or in place of the password. */
export type Method = 'totp' | 'recovery_code' | 'passkey';

export interface Completion {
  /** The session id that the request came with. */
  presented: string | null;
  remember: boolean;
  method?: Method;
  /** The counters that counted it as a guess: a success gives that back. */
  counted?: string[];
}

/** Opens the session. The user's row must be locked. */
export async function completeSignIn(
  ctx: Ctx,
  trx: Knex,
  record: RecordEvent,
  user: Actor,
  { presented, remember, method, counted = [] }: Completion,
): Promise<SignedIn> {
  // Before the new one opens, else the oldest of twenty would go for a session that ends anyway.
  if (presented !== null) await endSession(trx, presented);
  const session = await openSession(ctx, trx, record, user, { remember, counted });
  record('login_ok', method === undefined ? {} : { method }, user);
  return { user: { username: user.username, role: user.role }, session };
}
