/** Codes that people type as a second factor: of an authenticator app, or for recovery. */
import type { Knex } from 'knex';
import type { RecordEvent } from '../audit/audit-service.js';
import type { Ctx } from '../core/context.js';
import { countRecoveryCodes, useRecoveryCode } from './recovery-codes-service.js';
import * as store from './second-factor-store.js';
import { useTotpCode } from './totp-service.js';

export type CodeMethod = 'totp' | 'recovery_code';

/** Apps show their codes with a gap. */
const digitsOf = (code: string): string => code.replace(/[\s-]/g, '');

/** Six digits come from an app and can be guessed; whatever else was typed is at best a recovery code. */
export const isGuessable = (code: string): boolean => /^\d{6}$/.test(digitsOf(code));

/**
 * Judges a code, and uses it up. The user's row must be locked.
 * @returns which of the two it was, null for a wrong one
 */
export async function useCode(
  ctx: Ctx,
  trx: Knex,
  record: RecordEvent,
  user: { id: number; username: string },
  code: string,
): Promise<CodeMethod | null> {
  if (isGuessable(code)) {
    return (await useTotpCode(ctx, trx, user.id, digitsOf(code), true)) ? 'totp' : null;
  }
  if (!(await useRecoveryCode(trx, user.id, code))) return null;
  const left = await countRecoveryCodes(trx, user.id);
  record('recovery_code_use', { target: user.id, username: user.username, left }, user);
  return 'recovery_code';
}

/** By which codes a user may show who they are. */
export async function codeMethods(db: Knex, userId: number): Promise<CodeMethod[]> {
  const totp = await store.findTotp(db, userId);
  const methods: CodeMethod[] = totp?.confirmed_at ? ['totp'] : [];
  return (await countRecoveryCodes(db, userId)) > 0 ? [...methods, 'recovery_code'] : methods;
}
