/** Signing in and out. Each step of a sign-in names the attack that it prevents. */
import { createHash } from 'node:crypto';
import PQueue from 'p-queue';
import { DatabaseUnavailable } from '../../db/pg-errors.js';
import { change } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { Ctx, Hasher } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import type { Site } from '../core/site.js';
import { isStorable } from '../core/text.js';
import { keysOf, reserve, secondsUntilFree, type Budget } from '../limits/limits-service.js';
import { endSession } from '../sessions/sessions-service.js';
import { completeSignIn, type SignedIn } from './complete-service.js';
import { guessBudgets, guessPeeks } from './guess-budgets.js';
import { beginSecondStep, type SecondStep } from './second-step-service.js';
import * as store from './sign-in-store.js';
import { nameTried, refuseThrottled } from './throttle-service.js';

export interface Credentials {
  username: string;
  password: string;
  remember?: boolean;
}

const MAX_NAME = 128;

/** Times that a password is judged while its account keeps changing under it. */
const MAX_TRIES = 3;

/** The same words for an unknown user, an inactive one and a wrong password. */
const refused = (): ApiError => new ApiError('invalid_credentials', 'Invalid credentials');

/** A number that belongs to a name; what it stands for is hidden by the passwords it does not open. */
const seedOf = (username: string): number =>
  createHash('sha256').update(username.toLowerCase()).digest().readUInt32BE() >>> 1;

/**
 * The account behind a name, or none, and the stand-in for it. Accounts of an earlier edition may have names that
 * would not be given out today, so only what cannot be in the database is turned away here.
 */
async function look(ctx: Ctx, username: string): Promise<store.Look> {
  const isName = username.length <= MAX_NAME && isStorable(username);
  return store.look(
    ctx.db,
    isName ? username : null,
    addressGroup(ctx.ip),
    seedOf(username),
    guessPeeks(username, ctx.ip),
  );
}

/** Sign-ins of this process that look or commit at the same time. */
const places = new PQueue({ concurrency: 3 });

/** Milliseconds that one waits for its place: as long as anybody waits for a connection. */
const PATIENCE = 3_000;

/**
 * When everybody comes at once, or the disk takes long for a commit, connections stay for other requests.
 * @throws DatabaseUnavailable when those before it take too long
 */
async function atDatabase<T>(work: () => Promise<T>): Promise<T> {
  const asked = performance.now();
  return places.add(() => {
    if (performance.now() - asked > PATIENCE) throw new DatabaseUnavailable('Too many sign-ins wait for it.');
    return work();
  });
}

interface Verdict {
  isRight: boolean;
  /** The hash at today's cost, when the stored one was made at a lower. */
  newHash: string | null;
}

async function judge(
  hasher: Hasher,
  candidate: store.Candidate | undefined,
  standIn: string | null,
  password: string,
): Promise<Verdict> {
  // An unknown name is compared with a stand-in and an inactive account with its own hash: same time for all.
  const matches = await hasher.verify(candidate?.password_hash ?? standIn, password);
  const isRight = matches && candidate?.is_active === true && password.isWellFormed();
  const isOutdated = isRight && hasher.isOutdated(candidate.password_hash);
  return { isRight, newHash: isOutdated ? await hasher.hash(password) : null };
}

/**
 * Signs in, or takes the first of two steps.
 * @param presented the session id that the request came with: it ends, so that none can be fixed on somebody
 * @param site where a passkey would be shown
 * @throws ApiError `invalid_credentials`, `too_many_attempts`, `busy`
 */
export async function signIn(
  ctx: Ctx,
  input: Credentials,
  presented: string | null,
  site: Site,
): Promise<SignedIn | SecondStep> {
  const { username, password, remember = false } = input;
  const { candidate, standIn, wait } = await atDatabase(() => look(ctx, username));
  const budgets = guessBudgets(username, ctx.ip, candidate?.known_address === true);

  // Who is over the limit is told so before queueing for a slot, for the right password too.
  if (wait !== null) return refuseThrottled(ctx, username, wait);

  const verdict = await ctx.hashing.inSlot(async (hasher) => {
    // Counted before it is verified: guesses at the same moment must not all see the same number.
    if (!(await reserve(ctx.db, budgets))) return null;
    return judge(hasher, candidate, standIn, password);
  });
  if (verdict === null) {
    return refuseThrottled(ctx, username, (await secondsUntilFree(ctx.db, budgets)) ?? 1);
  }

  const claim: Claim = { username, remember, budgets, presented, site };
  let outcome = await finish(ctx, claim, candidate, verdict);
  for (let tries = 1; outcome === 'changed' && tries < MAX_TRIES; tries += 1) {
    const { candidate: today } = await atDatabase(() => look(ctx, username));
    const again = await ctx.hashing.inSlot((hasher) => judge(hasher, today, standIn, password));
    outcome = await finish(ctx, claim, today, again);
  }
  if (outcome === 'changed') outcome = await finish(ctx, claim, undefined, verdict);
  if (typeof outcome === 'string') throw refused();
  return outcome;
}

interface Claim {
  username: string;
  remember: boolean;
  budgets: Budget[];
  presented: string | null;
  site: Site;
}

const finish = (...outcome: Parameters<typeof settle>): ReturnType<typeof settle> =>
  atDatabase(() => settle(...outcome));

/**
 * Writes the outcome: a failure stays counted, a success gives its count back. Whether the account has a second
 * factor is looked at only once the password was found right, so that a wrong one cannot tell.
 * @returns `changed` for a right password whose account changed while it was being hashed. A reset, a
 *   deactivation or a deletion must not be overtaken, but another sign-in may only have raised the hash's
 *   cost, so the password is judged anew.
 */
async function settle(
  ctx: Ctx,
  claim: Claim,
  candidate: store.Candidate | undefined,
  verdict: Verdict,
): Promise<SignedIn | SecondStep | 'refused' | 'changed'> {
  return change(ctx, async (trx, record) => {
    if (candidate === undefined || !verdict.isRight) {
      record('login_fail', nameTried(claim.username), null);
      return 'refused';
    }
    const user = await store.lockVerified(trx, candidate.id, candidate.password_hash);
    if (user === undefined) return 'changed';
    if (verdict.newHash !== null) await store.replaceHash(trx, user.id, verdict.newHash);
    if (user.second_factor) {
      const passwordHash = verdict.newHash ?? candidate.password_hash;
      return beginSecondStep(trx, user, { ...claim, passwordHash });
    }
    return completeSignIn(ctx, trx, record, user, { ...claim, counted: keysOf(claim.budgets) });
  });
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
