/** Signing in and out. Each step of a sign-in names the attack that it prevents. */
import type { Knex } from 'knex';
import { change, type RecordEvent } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { Actor, Ctx, Hasher } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { isStorable } from '../core/text.js';
import { release, reserve, secondsUntilFree, type Budget } from '../limits/limits-service.js';
import { endSession, openSession, type OpenedSession } from '../sessions/sessions-service.js';
import { isUsername } from '../users/users-schema.js';
import { guessBudgets } from './guess-budgets.js';
import * as store from './sign-in-store.js';

export interface Credentials {
  username: string;
  password: string;
  remember?: boolean;
}

export interface SignedIn {
  user: Pick<Actor, 'username' | 'role'>;
  session: OpenedSession;
}

const MAX_NAME = 128;

/** The same words for an unknown user, an inactive one and a wrong password. */
const refused = (): ApiError => new ApiError('invalid_credentials', 'Invalid credentials');

/** A name tried is noted only if it has the form of one: people type passwords into the wrong field. */
const nameTried = (username: string): Record<string, string> => (isUsername(username) ? { username } : {});

/**
 * The account behind a name, or undefined. Accounts of an earlier edition may have names that would not be
 * given out today, so only what cannot be in the database is turned away here.
 */
async function findCandidate(ctx: Ctx, username: string): Promise<store.Candidate | undefined> {
  if (username.length > MAX_NAME || !isStorable(username)) return undefined;
  return store.findCandidate(ctx.db, username, addressGroup(ctx.ip));
}

/** 429, noted once in fifteen minutes: the guessing itself must not fill the log. */
async function refuseThrottled(ctx: Ctx, username: string, seconds: number): Promise<never> {
  const once: Budget = { what: ['throttled', username.toLowerCase(), addressGroup(ctx.ip)], limit: 1 };
  if (await reserve(ctx.db, [once])) {
    await change(ctx, async (_trx, record) => {
      record('login_throttled', nameTried(username), null);
      return Promise.resolve();
    });
  }
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  throw new ApiError(
    'too_many_attempts',
    `Too many failed sign-ins. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    { retryAfter: Math.max(1, seconds) },
  );
}

interface Verdict {
  isRight: boolean;
  /** The hash at today's cost, when the stored one was made at a lower. */
  newHash: string | null;
}

async function judge(
  hasher: Hasher,
  candidate: store.Candidate | undefined,
  password: string,
): Promise<Verdict> {
  // An unknown name is compared with a stand-in and an inactive account with its own hash: same time for all.
  const matches = await hasher.verify(candidate?.password_hash ?? null, password);
  const isRight = matches && candidate?.is_active === true && password.isWellFormed();
  const isOutdated = isRight && hasher.isOutdated(candidate.password_hash);
  return { isRight, newHash: isOutdated ? await hasher.hash(password) : null };
}

/** Writes a success, unless a reset, deactivation or deletion landed while the password was being hashed. */
async function open(
  ctx: Ctx,
  trx: Knex,
  candidate: store.Candidate,
  newHash: string | null,
  remember: boolean,
): Promise<OpenedSession | null> {
  if (!(await store.lockVerified(trx, candidate.id, candidate.password_hash))) return null;
  if (newHash !== null) await store.replaceHash(trx, candidate.id, newHash);
  return openSession(ctx, trx, candidate.id, remember);
}

/**
 * Signs in.
 * @param presented the session id that the request came with: it ends, so that none can be fixed on somebody
 * @throws ApiError `invalid_credentials`, `too_many_attempts`, `busy`
 */
export async function signIn(ctx: Ctx, input: Credentials, presented: string | null): Promise<SignedIn> {
  const { username, password, remember = false } = input;
  const candidate = await findCandidate(ctx, username);
  const budgets = guessBudgets(username, ctx.ip, candidate?.known_address === true);

  // Who is over the limit is told so before queueing for a slot, for the right password too.
  const wait = await secondsUntilFree(ctx.db, budgets);
  if (wait !== null) return refuseThrottled(ctx, username, wait);

  const verdict = await ctx.hashing.inSlot(async (hasher) => {
    // Counted before it is verified: guesses at the same moment must not all see the same number.
    if (!(await reserve(ctx.db, budgets))) return null;
    return judge(hasher, candidate, password);
  });
  if (verdict === null) {
    return refuseThrottled(ctx, username, (await secondsUntilFree(ctx.db, budgets)) ?? 1);
  }

  const signedIn = await change(ctx, async (trx, record) => {
    const session =
      verdict.isRight && candidate ? await open(ctx, trx, candidate, verdict.newHash, remember) : null;
    return settle(trx, record, { candidate, session, username, budgets, presented });
  });
  if (signedIn === null) throw refused();
  return signedIn;
}

interface Outcome {
  candidate: store.Candidate | undefined;
  session: OpenedSession | null;
  username: string;
  budgets: Budget[];
  presented: string | null;
}

/** Notes the outcome: a failure stays counted, a success gives its count back. */
async function settle(trx: Knex, record: RecordEvent, outcome: Outcome): Promise<SignedIn | null> {
  const { candidate, session } = outcome;
  if (session === null || candidate === undefined) {
    record('login_fail', nameTried(outcome.username), null);
    return null;
  }
  if (outcome.presented !== null) await endSession(trx, outcome.presented);
  record('login_ok', {}, candidate);
  await release(trx, outcome.budgets);
  return { user: { username: candidate.username, role: candidate.role }, session };
}

/** Ends a session, if there is one. Without one nothing is written: an anonymous client must not fill the log. */
export async function signOut(ctx: Ctx, token: string | null): Promise<void> {
  if (token === null) return;
  await change(ctx, async (trx, record) => {
    const userId = await endSession(trx, token);
    if (userId === null) return;
    const user = await store.findName(trx, userId);
    record('logout', {}, user ?? null);
  });
}
