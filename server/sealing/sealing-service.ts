/**
 * Seals what has to be known again but must not stand in the database as it is (AES-256-GCM). A dump or a backup of
 * the database alone opens nothing: the key is in the configuration, or in a file beside the data.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Config } from '../config.js';
import { readKey } from './key-file.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealed {
  /** base64url of nonce, tag and what was sealed. */
  sealed: string;
  /** Which key sealed it. */
  keyId: string;
}

interface Key {
  bytes: Buffer;
  id: string;
}

const keys = new WeakMap<Config, Key>();

/** It tells the keys apart and nothing of them. */
const idOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

function keyOf(config: Config): Key {
  const known = keys.get(config);
  if (known !== undefined) return known;
  const bytes = config.secretKey ?? readKey(config.dataDir);
  const key = { bytes, id: idOf(bytes) };
  keys.set(config, key);
  return key;
}

/** Which key is in use, such as a check of the configuration compares with those in the database. */
export const currentKeyId = (config: Config): string => keyOf(config).id;

/** @param owner what it belongs to: it opens for nothing else, so that rows cannot be swapped */
export function seal(config: Config, secret: string, owner: string): Sealed {
  const key = keyOf(config);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return { sealed: Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url'), keyId: key.id };
}

/** @returns the secret; null when another key sealed it, for another owner, or when it was changed */
export function unseal(config: Config, { sealed, keyId }: Sealed, owner: string): string | null {
  const key = keyOf(config);
  if (key.id !== keyId) return null;
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key.bytes, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(owner));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
