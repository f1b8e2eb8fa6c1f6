/** Whether somebody holds a passkey (WebAuthn): what a browser is asked, and what becomes of its answer. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { Knex } from 'knex';
import type { Site } from '../core/site.js';
import * as store from './passkeys-store.js';
import { userHandle } from './user-handle.js';

export type PasskeyAnswer = AuthenticationResponseJSON;
export type PasskeyRequest = PublicKeyCredentialRequestOptionsJSON;

/** Loaded when the first passkey is asked for: it brings a good part of all that a start would have to read. */
export const webauthn = () => import('@simplewebauthn/server');

/** Milliseconds that a person has, at most as long as the step lives. */
export const TIMEOUT = 5 * 60 * 1000;

/** What a browser is asked for one of a user's passkeys; null when none could be shown where it is. */
export async function passkeyRequest(db: Knex, userId: number, site: Site): Promise<PasskeyRequest | null> {
  if (site.passkeyHost === null) return null;
  const credentials = await store.listCredentials(db, userId, site.passkeyHost);
  if (credentials.length === 0) return null;
  return (await webauthn()).generateAuthenticationOptions({
    rpID: site.passkeyHost,
    timeout: TIMEOUT,
    userVerification: 'preferred',
    allowCredentials: credentials.map(({ credential_id, transports }) => ({ id: credential_id, transports })),
  });
}

/** What a browser is asked of somebody who has not said who they are. */
export async function anyPasskeyRequest(host: string): Promise<PasskeyRequest> {
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({ rpID: host, timeout: TIMEOUT, userVerification: 'required' });
}

export interface Demand {
  /** The one of the step: an answer to another is none. */
  challenge: string | null;
  /** Whether the authenticator must have asked who they are, by a finger or a PIN: it then counts as two factors. */
  needsVerification: boolean;
  /** Whether the answer must say by itself whose it is, as nobody else did (WebAuthn 7.2, step 6). */
  needsOwner?: boolean;
}

/** Why an answer is refused: for the audit log, never for the client. */
export type Refusal = 'unknown_passkey' | 'other_account' | 'counter_went_back' | 'not_valid';

/** What was found out before anything is written. */
export interface Verdict {
  refusal: Refusal | null;
  /** Whose passkey it is, right or not; null when there is none such. */
  owner: { id: number; username: string } | null;
  passkeyId: number;
  counter: number;
  backedUp: boolean;
  isUserVerified: boolean;
}

const NOTHING = { owner: null, passkeyId: 0, counter: 0, backedUp: false, isUserVerified: false };

/** The owner as the authenticator remembers it; what it leaves out contradicts nothing unless it is needed. */
function isOwners(passkey: store.FoundPasskey, handle: string | undefined, isNeeded: boolean): boolean {
  if (handle === undefined || handle === '') return !isNeeded;
  return handle === userHandle(passkey.user_id, passkey.user_created_at).toString('base64url');
}

/** A copy of a passkey shows itself by a counter that does not go on (WebAuthn 6.1.1). */
const wentBack = (stored: number, told: number): boolean => (stored > 0 || told > 0) && told <= stored;

/**
 * Verifies an answer: its signature, challenge, origin, host and owner. It is not used up yet, see usePasskey.
 * It never throws for what a client sends.
 */
export async function verifyPasskey(
  db: Knex,
  site: Site,
  answer: PasskeyAnswer,
  demand: Demand,
): Promise<Verdict> {
  const host = site.passkeyHost;
  const passkey = host === null ? undefined : await store.findPasskey(db, answer.id, host);
  if (host === null || passkey === undefined) return { ...NOTHING, refusal: 'unknown_passkey' };
  const found = {
    ...NOTHING,
    owner: { id: passkey.user_id, username: passkey.username },
    passkeyId: passkey.id,
  };
  if (demand.challenge === null) return { ...found, refusal: 'not_valid' };
  if (!isOwners(passkey, answer.response.userHandle, demand.needsOwner === true)) {
    return { ...found, refusal: 'other_account' };
  }
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: demand.challenge,
      expectedOrigin: site.origin,
      expectedRPID: host,
      requireUserVerification: demand.needsVerification,
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        // Judged below, so that a copy can be told from other mistakes.
        counter: 0,
      },
    });
    if (!verified) return { ...found, refusal: 'not_valid' };
    const isCopy = wentBack(passkey.counter, info.newCounter);
    return {
      ...found,
      refusal: isCopy ? 'counter_went_back' : null,
      counter: info.newCounter,
      backedUp: info.credentialBackedUp,
      isUserVerified: info.userVerified,
    };
  } catch {
    return { ...found, refusal: 'not_valid' };
  }
}

/**
 * Uses an answer up, in the transaction of what it opens.
 * @returns false when it was refused, is somebody else's, or the passkey is gone or was used meanwhile
 */
export async function usePasskey(trx: Knex, verdict: Verdict, userId: number): Promise<boolean> {
  if (verdict.refusal !== null || verdict.owner?.id !== userId) return false;
  return store.notePasskeyUse(trx, verdict.passkeyId, verdict);
}
