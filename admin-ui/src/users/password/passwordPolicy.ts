/** What a password must have. The server decides, and also knows the common ones; this is told while typing. */
export const rules = {
  length: (password: string) => [...password].length >= 12,
  letter: (password: string) => /\p{L}/u.test(password),
  digit: (password: string) => /\p{Nd}/u.test(password),
  bytes: (password: string) => new TextEncoder().encode(password).length <= 1024,
};

export type Rule = keyof typeof rules;

export const missingRules = (password: string): Rule[] =>
  (Object.keys(rules) as Rule[]).filter((rule) => !rules[rule](password));

/** Without the letters and digits that are taken for each other when read out or copied by hand. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

function randomCharacter(): string {
  // Bytes beyond the last whole multiple of the alphabet would favour its first letters: draw again.
  const limit = 256 - (256 % ALPHABET.length);
  for (;;) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte !== undefined && byte < limit) return ALPHABET.charAt(byte % ALPHABET.length);
  }
}

/** 20 random characters (116 bits) in groups that can be read out, e.g. `hK4d-9xQm-…`. */
export function generatePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, randomCharacter).join('');
  const password = Array.from({ length: GROUPS }, group).join('-');
  return missingRules(password).length === 0 ? password : generatePassword();
}
