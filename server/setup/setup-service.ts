/** The first run: whoever installs Clearview makes the first administrator, exactly once. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import { lockFor } from '../../db/transaction.js';
import { change } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { Ctx, Deps } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { reserve } from '../limits/limits-service.js';
import { assertStrongPassword } from '../passwords/policy.js';
import { openSession, type OpenedSession } from '../sessions/sessions-service.js';
import { insertUser } from '../users/users-service.js';
import * as store from './setup-store.js';

export interface SetupInput {
  username: string;
  password: string;
  setup_token?: string;
}

/** Databases whose setup is known to be done: it never opens again, so nobody has to ask twice. */
const done = new WeakSet<Knex>();

/** Whether the first administrator is still to be made. */
export async function isSetupRequired(deps: Pick<Deps, 'db'>): Promise<boolean> {
  if (done.has(deps.db)) return false;
  if (await store.isSetupDone(deps.db)) done.add(deps.db);
  return !done.has(deps.db);
}

const setupDone = (): ApiError => new ApiError('setup_done', 'Clearview has been set up already. Sign in.');

/** @throws ApiError `setup_done` */
export async function assertSetupOpen(ctx: Ctx): Promise<void> {
  if (!(await isSetupRequired(ctx))) throw setupDone();
}

/** Hashed first, as the comparison wants equal lengths and must not tell ours. */
function isSameToken(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Who reaches the port first must not own an instance that has a token. */
async function assertToken(ctx: Ctx, given: string | undefined): Promise<void> {
  const expected = ctx.config.setupToken;
  if (expected === undefined || (given !== undefined && isSameToken(given, expected))) return;
  const noise = { what: ['setup_refused', addressGroup(ctx.ip)], limit: 5 };
  if (await reserve(ctx.db, [noise])) {
    await change(ctx, async (_trx, record) => {
      record('setup_refused', {}, null);
      return Promise.resolve();
    });
  }
  const reason = 'Enter the setup token that this instance was configured with.';
  throw new ApiError('setup_token_required', reason, { errors: { setup_token: reason } });
}

/** Of any number at once one finds the door open: the others wait for the lock and see it done. */
async function claimSetup(trx: Knex.Transaction): Promise<void> {
  await lockFor(trx, 'setup');
  if (await store.isSetupDone(trx)) throw setupDone();
  await store.markSetupDone(trx);
}

/**
 * Makes the first administrator and signs them in; to be called after assertSetupOpen.
 * @throws ApiError `setup_done`, `setup_token_required`, `weak_password`, `busy`
 */
export async function runSetup(
  ctx: Ctx,
  input: SetupInput,
): Promise<{ username: string; role: 'admin'; session: OpenedSession }> {
  await assertToken(ctx, input.setup_token);
  const { username, password } = input;
  assertStrongPassword(password, username, ctx.config.minPasswordLength);
  const password_hash = await ctx.hashing.inSlot(async (hasher) => {
    // Those who queued behind the winner are turned away without the cost of a hash.
    await assertSetupOpen(ctx);
    return hasher.hash(password);
  });
  const session = await change(ctx, async (trx, record) => {
    await claimSetup(trx);
    const user = await insertUser(trx, { username, password_hash, role: 'admin' });
    record('setup', { target: user.id, username, role: 'admin' }, user);
    return openSession(ctx, trx, record, user, { remember: false, counted: [] });
  });
  return { username, role: 'admin', session };
}
