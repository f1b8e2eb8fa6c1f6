/** Random secrets that are only ever compared: sessions, steps, links, tokens, recovery codes. */
import { createHash, randomBytes } from 'node:crypto';

/** 128 random bits as 32 hexadecimal characters: for a cookie, a step or a link. */
export const newSecret = (): string => randomBytes(16).toString('hex');

/** What the database knows of a secret: its SHA-256. What is random needs no salt and no slow hash. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
