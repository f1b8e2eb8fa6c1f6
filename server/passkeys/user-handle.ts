/**
 * By what an authenticator knows an account (WebAuthn 14.6.1): it says nothing of the person, is the same for ever,
 * and differs between two instances on one host, whose passkeys would else take each other's place.
 */
import { createHash } from 'node:crypto';

export const userHandle = (userId: number, createdAt: Date): Buffer =>
  createHash('sha256').update(`clearview passkeys ${userId} ${createdAt.toISOString()}`).digest();
