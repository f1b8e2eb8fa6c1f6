/** Queries on what a user has besides the password. The user's row is locked by whoever changes any of it. */
import type { Knex } from 'knex';
import type { TotpFactorRow, UserRow } from '../../db/tables.js';

/** Locks an active user's row. */
export async function lockUser(
  trx: Knex,
  id: number,
): Promise<Pick<UserRow, 'id' | 'username' | 'role' | 'second_factor'> | undefined> {
  return trx('users')
    .where({ id, is_active: true })
    .forUpdate()
    .first('id', 'username', 'role', 'second_factor');
}

/** Makes users.second_factor say what is so. @returns it */
export async function syncFlag(trx: Knex, userId: number): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: { second_factor: boolean }[] }>(
    `update users u
        set second_factor = exists (select from totp_factors f where f.user_id = u.id and f.confirmed_at is not null)
                         or exists (select from passkeys p where p.user_id = u.id)
      where id = ? returning second_factor`,
    [userId],
  );
  return rows[0]?.second_factor ?? false;
}

/** The authenticator app of a user, confirmed or waiting for its first code. */
export async function findTotp(db: Knex, userId: number): Promise<TotpFactorRow | undefined> {
  return db('totp_factors').where({ user_id: userId }).first('*');
}

/** Puts a secret there that waits for its first code, in the place of one that waited. */
export async function putTotp(trx: Knex, userId: number, sealed: string, keyId: string): Promise<void> {
  await trx('totp_factors').where({ user_id: userId, confirmed_at: null }).delete();
  await trx('totp_factors').insert({ user_id: userId, sealed_secret: sealed, key_id: keyId });
}

/** From now on it counts. */
export async function confirmTotp(trx: Knex, userId: number): Promise<void> {
  await trx('totp_factors')
    .where({ user_id: userId })
    .update({ confirmed_at: trx.fn.now() as never });
}

/** @returns whether there was one that counted */
export async function deleteTotp(trx: Knex, userId: number): Promise<boolean> {
  const rows: Pick<TotpFactorRow, 'confirmed_at'>[] = await trx('totp_factors')
    .where({ user_id: userId })
    .delete()
    .returning('confirmed_at');
  return rows.some(({ confirmed_at }) => confirmed_at !== null);
}

/** Notes that the code of a time step was used. @returns false when it, or a later one, had been already */
export async function useTimeStep(trx: Knex, userId: number, timeStep: number): Promise<boolean> {
  const count = await trx('totp_factors')
    .where({ user_id: userId })
    .where('last_step', '<', timeStep)
    .update({ last_step: timeStep });
  return count > 0;
}

/** Milliseconds since 1970, of the clock that all processes share. */
export async function readClock(db: Knex): Promise<number> {
  const { rows } = await db.raw<{ rows: { ms: number }[] }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  );
  return rows[0]?.ms ?? NaN;
}

/** In the place of all that there were. */
export async function putRecoveryCodes(trx: Knex, userId: number, hashes: string[]): Promise<void> {
  await trx('recovery_codes').where({ user_id: userId }).delete();
  if (hashes.length > 0)
    await trx('recovery_codes').insert(hashes.map((hash) => ({ user_id: userId, hash })));
}

/** Uses a code up. @returns false when there is none such, or it was used: of several at once one is first */
export async function useRecoveryCode(trx: Knex, userId: number, hash: string): Promise<boolean> {
  const count = await trx('recovery_codes')
    .where({ user_id: userId, hash, used_at: null })
    .update({ used_at: trx.fn.now() as never });
  return count > 0;
}

/** How many codes of a user are not used up. */
export async function countRecoveryCodes(db: Knex, userId: number): Promise<number> {
  const [row] = await db('recovery_codes')
    .where({ user_id: userId, used_at: null })
    .count<{ count: number }[]>({ count: '*' });
  return Number(row?.count ?? 0);
}
