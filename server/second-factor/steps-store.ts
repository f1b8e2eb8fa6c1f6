/** Queries on sign_in_steps: what was begun and waits for a second message of the same person. */
import type { Knex } from 'knex';
import type { SignInStepRow } from '../../db/tables.js';

export type NewStep = Pick<SignInStepRow, 'hash' | 'kind' | 'user_id'> &
  Partial<Pick<SignInStepRow, 'password_hash' | 'remember' | 'challenge' | 'counted'>>;

/** @param seconds how long it lives */
export async function insertStep(db: Knex, step: NewStep, seconds: number): Promise<void> {
  const expires_at = db.raw('now() + make_interval(secs => ?::float8)', [seconds]) as never;
  await db('sign_in_steps').insert({ ...step, expires_at });
}

/** Deletes a user's oldest steps of a kind beyond `keep`. */
export async function trimSteps(
  db: Knex,
  userId: number,
  kind: SignInStepRow['kind'],
  keep: number,
): Promise<void> {
  const surplus = db('sign_in_steps')
    .select('hash')
    .where({ user_id: userId, kind })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'hash', order: 'desc' },
    ])
    .offset(keep);
  await db('sign_in_steps').whereIn('hash', surplus).delete();
}

/** Counts one more attempt, in one statement, so that attempts at the same moment do not all see the same number. */
export async function countAttempt(
  db: Knex,
  hash: string,
  kind: SignInStepRow['kind'],
  most: number,
): Promise<SignInStepRow | undefined> {
  const rows = await db('sign_in_steps')
    .where({ hash, kind })
    .where('attempts', '<', most)
    .whereRaw('expires_at > now()')
    .increment('attempts', 1)
    .returning('*');
  return rows[0];
}

/** Takes a step away if it is alive. Of several at once one gets it. */
export async function takeStep(
  db: Knex,
  hash: string,
  kind: SignInStepRow['kind'],
): Promise<SignInStepRow | undefined> {
  const rows = await db('sign_in_steps')
    .where({ hash, kind })
    .whereRaw('expires_at > now()')
    .delete()
    .returning('*');
  return rows[0];
}

/** Deletes up to `most` steps that are over, passing over rows that are being worked on. @returns how many */
export async function deleteExpired(db: Knex, most: number): Promise<number> {
  const expired = db('sign_in_steps')
    .select('hash')
    .whereRaw('expires_at < now()')
    .limit(most)
    .forUpdate()
    .skipLocked();
  return db('sign_in_steps').whereIn('hash', expired).delete();
}
