/**
 * What an API token looks like: `cv_`, 43 base62 characters of 256 random bits, and 6 of the CRC-32 of all that is
 * before them. So scanners for secrets can tell one without asking anybody, and a slip of the pen is found before
 * the database is asked.
 */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 43;
const SUM_LENGTH = 6;
const FORM = new RegExp(`^(cv_[0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${SUM_LENGTH}})$`);

/** A token anywhere in a text. */
const ANYWHERE = new RegExp(`cv_[0-9A-Za-z]{${RANDOM_LENGTH + SUM_LENGTH}}`, 'g');

function base62(value: bigint, length: number): string {
  let [rest, text] = [value, ''];
  while (text.length < length) {
    text = `${DIGITS[Number(rest % 62n)]}${text}`;
    rest /= 62n;
  }
  return text;
}

const checksumOf = (text: string): string => base62(BigInt(crc32(text)), SUM_LENGTH);

/** A new token. It exists here and with whoever it is handed to only. */
export function makeToken(): string {
  const random = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), RANDOM_LENGTH);
  return `cv_${random}${checksumOf(`cv_${random}`)}`;
}

/** Whether a text has the form of a token, with the right checksum. */
export function hasTokenForm(text: string): boolean {
  const [, body, checksum] = FORM.exec(text) ?? [];
  return body !== undefined && checksumOf(body) === checksum;
}

/** The last four characters, by which people recognise a token. They are of the checksum: they tell nothing of the rest. */
export const hintOf = (token: string): string => token.slice(-4);

/** The text without the tokens in it, for the log: people put them into addresses. */
export const withoutTokens = (text: string): string => text.replace(ANYWHERE, 'cv_***');
