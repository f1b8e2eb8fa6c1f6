/**
 * The password policy as far as a browser can check it while one types. The server has the last word: it also
 * knows the common passwords.
 */
export const rules = ['length', 'letter', 'digit', 'name', 'size'] as const;
export type Rule = (typeof rules)[number];

const minimumLength = 12;
const maximumBytes = 1024;
const productName = 'clearview';

export const usernamePattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/;

/** Which rules `password` keeps. Characters are code points, so an emoji counts as one. */
export function checkPassword(password: string, username: string): Record<Rule, boolean> {
  return {
    length: [...password].length >= minimumLength,
    letter: /\p{L}/u.test(password),
    digit: /\p{Nd}/u.test(password),
    name: password !== '' && !isNameWithTrimmings(password, username),
    size: new TextEncoder().encode(password).length <= maximumBytes,
  };
}

/** True for `Clearview2025!` and `..joe.smith1`: a known name with digits and signs around it. */
function isNameWithTrimmings(password: string, username: string): boolean {
  const core = trim(password);
  return [productName, trim(username)].some((name) => name !== '' && core === name);
}

function trim(text: string): string {
  return text.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}
