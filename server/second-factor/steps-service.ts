/**
 * Steps: what was begun and waits for a second message of the same person. The client is handed a random number,
 * the database knows its SHA-256; a step lives for five minutes and is used up by success.
 */
import type { Knex } from 'knex';
import type { SignInStepRow } from '../../db/tables.js';
import { ApiError } from '../core/errors.js';
import { hashOfSecret, newSecret } from '../core/secret.js';
import * as store from './steps-store.js';

export type Step = SignInStepRow;
export type StepKind = Step['kind'];

const LIFE_SECONDS = 5 * 60;

/** Codes that one step takes. */
const MAX_ATTEMPTS = 5;

/** Steps of one kind that a user may have open, in several tabs say; the oldest go. */
const MAX_OPEN = 10;

/** So many that are over go with each new one: a flood cleans up behind itself. */
const SWEEP = 20;

export const stepOver = (): ApiError => new ApiError('step_over', 'This took too long. Begin again.');

/** @returns the number for the client: it exists here and there only */
export async function beginStep(db: Knex, step: Omit<store.NewStep, 'hash'>): Promise<string> {
  const token = newSecret();
  await store.deleteExpired(db, SWEEP);
  await store.insertStep(db, { ...step, hash: hashOfSecret(token) }, LIFE_SECONDS);
  if (step.user_id !== null) await store.trimSteps(db, step.user_id, step.kind, MAX_OPEN);
  return token;
}

/**
 * Takes one of the attempts of a step, before anything is verified.
 * @throws ApiError `step_over` when it is unknown, too old or used up
 */
export async function attemptStep(db: Knex, kind: StepKind, token: string): Promise<Step> {
  const step = await store.countAttempt(db, hashOfSecret(token), kind, MAX_ATTEMPTS);
  if (step === undefined) throw stepOver();
  return step;
}

/** Uses a step up. @returns undefined when there is none, or a rival had it */
export async function takeStep(db: Knex, kind: StepKind, token: string): Promise<Step | undefined> {
  return store.takeStep(db, hashOfSecret(token), kind);
}

/** Deletes steps that are over. @returns how many */
export async function purgeSteps(db: Knex): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await store.deleteExpired(db, 1000);
    total += count;
    if (count < 1000) return total;
  }
}
