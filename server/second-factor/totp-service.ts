/** Codes of an authenticator app (RFC 6238): SHA-1, six digits, thirty seconds, as every app knows them. */
import type { Knex } from 'knex';
import { Secret, TOTP } from 'otpauth';
import type { Ctx } from '../core/context.js';
import { seal, unseal } from '../sealing/sealing-service.js';
import * as store from './second-factor-store.js';

const ISSUER = 'Clearview';
const SECRET_BYTES = 20;
const PERIOD = 30;

/** Steps before and after the present one whose codes are taken too: clocks differ, and people type slowly. */
const WINDOW = 1;

const makeTotp = (secret: Secret, label = ''): TOTP =>
  new TOTP({ issuer: ISSUER, label, algorithm: 'SHA1', digits: 6, period: PERIOD, secret });

const ownerOf = (userId: number): string => `totp:${userId}`;

export interface NewTotp {
  /** base32, to be typed. */
  secret: string;
  /** otpauth://, to be scanned. */
  uri: string;
}

/** Makes a secret that waits for its first code. */
export async function makeSecret(
  ctx: Ctx,
  trx: Knex,
  user: { id: number; username: string },
): Promise<NewTotp> {
  const secret = new Secret({ size: SECRET_BYTES });
  const { sealed, keyId } = seal(ctx.config, secret.base32, ownerOf(user.id));
  await store.putTotp(trx, user.id, sealed, keyId);
  return { secret: secret.base32, uri: makeTotp(secret, user.username).toString() };
}

/**
 * Judges a code, and uses it up: none is taken twice, nor one older than the last (RFC 6238, 5.2).
 * @param isConfirmed whether the secret has had its first code already
 */
export async function useTotpCode(
  ctx: Ctx,
  trx: Knex,
  userId: number,
  code: string,
  isConfirmed: boolean,
): Promise<boolean> {
  const factor = await store.findTotp(trx, userId);
  if (factor === undefined || (factor.confirmed_at !== null) !== isConfirmed) return false;
  const sealed = { sealed: factor.sealed_secret, keyId: factor.key_id };
  const secret = unseal(ctx.config, sealed, ownerOf(userId));
  if (secret === null) {
    const facts = { requestId: ctx.requestId, user: userId, sealed_by: factor.key_id };
    ctx.logger.error(facts, 'The secret of a second factor was sealed with another key. See SECRET_KEY.');
    return false;
  }
  const timestamp = await store.readClock(trx);
  const delta = makeTotp(Secret.fromBase32(secret)).validate({ token: code, timestamp, window: WINDOW });
  if (delta === null) return false;
  return store.useTimeStep(trx, userId, Math.floor(timestamp / 1000 / PERIOD) + delta);
}
