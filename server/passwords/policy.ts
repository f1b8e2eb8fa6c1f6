/** What a password must be. One function for every way in which one is set. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../core/errors.js';
import { projectRoot } from '../core/project.js';

const MAX_BYTES = 1024;
const PRODUCT_NAME = 'clearview';
const EDGES = /^[^\p{L}]+|[^\p{L}]+$/gu;

/**
 * The entries of SecLists' "10 million password list, top 1,000,000" (MIT licence) that have 12 characters
 * or more, a letter and a digit: all others break the policy anyway. Lower case, one a line.
 */
const COMMON_PASSWORDS = new Set(
  readFileSync(path.join(projectRoot, 'server/passwords/common-passwords.txt'), 'utf8').split('\n'),
);

/** The letters that remain when digits and signs are trimmed: `Clearview2024!` is the product's name. */
const core = (text: string): string => text.toLowerCase().replace(EDGES, '');

function isNameWithTrimmings(password: string, username: string): boolean {
  const names = [PRODUCT_NAME, core(username)].filter((name) => name !== '');
  return names.includes(core(password));
}

function weakness(password: string, username: string, minLength: number): string | null {
  if (Buffer.byteLength(password) > MAX_BYTES) return `Use at most ${MAX_BYTES} bytes.`;
  if (!password.isWellFormed()) return 'Use characters that are valid text.';
  if ([...password].length < minLength) return `Use at least ${minLength} characters.`;
  if (!/\p{L}/u.test(password)) return 'Use at least one letter.';
  if (!/\p{Nd}/u.test(password)) return 'Use at least one digit.';
  if (COMMON_PASSWORDS.has(password.toLowerCase())) {
    return 'This is one of the most common passwords. Choose another.';
  }
  if (isNameWithTrimmings(password, username)) {
    return 'This is a name with trimmings. Choose something harder to guess.';
  }
  return null;
}

/**
 * Refuses a password that breaks the policy of the contract (OWASP ASVS 5.0 V 6.2).
 * @param username whose password it becomes
 * @param minLength in code points
 * @param field what the body calls it
 * @throws ApiError `weak_password` with the reason under `errors`
 */
export function assertStrongPassword(
  password: string,
  username: string,
  minLength: number,
  field = 'password',
): void {
  const reason = weakness(password, username, minLength);
  if (reason !== null) throw new ApiError('weak_password', reason, { errors: { [field]: reason } });
}
