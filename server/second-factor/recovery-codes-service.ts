/** Codes for the day on which the phone is gone: ten, each good once. */
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { RecordEvent } from '../audit/audit-service.js';
import { hashOfSecret } from '../core/secret.js';
import * as store from './second-factor-store.js';

const COUNT = 10;

/** 80 random bits: neither a salt nor a slow hash is needed. */
const BYTES = 10;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

const FORM = /^[a-z2-7]{16}$/;

/** Five bits a character, in groups of four. */
function makeCode(): string {
  const bits = [...randomBytes(BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.replace(/.{5}/g, (five) => ALPHABET[parseInt(five, 2)] ?? '');
  return letters.replace(/(.{4})(?!$)/g, '$1-');
}

const canonical = (code: string): string => code.toLowerCase().replace(/[\s-]/g, '');

/** Makes new ones; those that there were end. They are told this once. */
export async function makeRecoveryCodes(
  trx: Knex,
  record: RecordEvent,
  user: { id: number; username: string },
): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeCode);
  await store.putRecoveryCodes(
    trx,
    user.id,
    codes.map((code) => hashOfSecret(canonical(code))),
  );
  record('recovery_codes_create', { target: user.id, username: user.username, count: COUNT });
  return codes;
}

/** New ones for who has none left; null for who has. */
export async function ensureRecoveryCodes(
  trx: Knex,
  record: RecordEvent,
  user: { id: number; username: string },
): Promise<string[] | null> {
  return (await store.countRecoveryCodes(trx, user.id)) > 0 ? null : makeRecoveryCodes(trx, record, user);
}

/** Judges a code, and uses it up. */
export async function useRecoveryCode(trx: Knex, userId: number, code: string): Promise<boolean> {
  const typed = canonical(code);
  return FORM.test(typed) && store.useRecoveryCode(trx, userId, hashOfSecret(typed));
}

/** How many are left. */
export const countRecoveryCodes = (db: Knex, userId: number): Promise<number> =>
  store.countRecoveryCodes(db, userId);

/** Without a factor they stand for nothing. */
export const dropRecoveryCodes = (trx: Knex, userId: number): Promise<void> =>
  store.putRecoveryCodes(trx, userId, []);
