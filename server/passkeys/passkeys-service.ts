/** One's own passkeys: made, named, removed. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { isUniqueViolation } from '../../db/pg-errors.js';
import { change } from '../audit/audit-service.js';
import type { SessionCtx } from '../core/context.js';
import { ApiError, notFound } from '../core/errors.js';
import type { Site } from '../core/site.js';
import { changeOwn, factorAdded, factorRemoved } from '../second-factor/factor-change-service.js';
import { beginStep, stepOver, takeStep } from '../second-factor/steps-service.js';
import { TIMEOUT, webauthn } from './passkey-check-service.js';
import type { ShownPasskey } from './passkeys-list-service.js';
import * as store from './passkeys-store.js';
import { userHandle } from './user-handle.js';

export type PasskeyCreation = PublicKeyCredentialCreationOptionsJSON;

const PRODUCT = 'Clearview';

/** More than anybody has devices. */
const MAX_PASSKEYS = 20;

const tooMany = (): ApiError =>
  new ApiError('too_many', `You have ${MAX_PASSKEYS} passkeys. Remove one that you do not use.`);

const refused = (): ApiError => new ApiError('passkey_refused', 'This passkey was not accepted. Try again.');

/** @throws ApiError `passkeys_unavailable` */
function hostOf(site: Site): string {
  if (site.passkeyHost !== null) return site.passkeyHost;
  throw new ApiError(
    'passkeys_unavailable',
    'Passkeys need a host name and HTTPS. Open Clearview by its name, not by an address.',
  );
}

/**
 * What a browser is asked to make.
 * @throws ApiError `passkeys_unavailable`, `too_many`
 */
export async function beginPasskey(
  ctx: SessionCtx,
  site: Site,
): Promise<{ step: string; options: PasskeyCreation }> {
  const host = hostOf(site);
  const { id, username } = ctx.actor;
  const createdAt = await store.userCreatedAt(ctx.db, id);
  if (createdAt === undefined) throw new ApiError('unauthenticated', 'Your account is no longer active.');
  if ((await store.countPasskeys(ctx.db, id)) >= MAX_PASSKEYS) throw tooMany();
  const known = await store.listCredentials(ctx.db, id, host);
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpName: PRODUCT,
    rpID: host,
    userID: new Uint8Array(userHandle(id, createdAt)),
    userName: username,
    userDisplayName: username,
    timeout: TIMEOUT,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    excludeCredentials: known.map(({ credential_id, transports }) => ({ id: credential_id, transports })),
  });
  const step = await beginStep(ctx.db, { kind: 'register', user_id: id, challenge: options.challenge });
  return { step, options };
}

export interface NewPasskey {
  step: string;
  passkey: RegistrationResponseJSON;
  name: string;
}

/** What the browser made. @throws ApiError `passkey_refused` */
async function verifyNew(
  site: Site,
  host: string,
  challenge: string | null,
  answer: RegistrationResponseJSON,
) {
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: challenge ?? '',
    expectedOrigin: site.origin,
    expectedRPID: host,
    requireUserVerification: false,
  }).catch(() => null);
  if (verified?.verified !== true || challenge === null) throw refused();
  return verified.registrationInfo;
}

/**
 * Keeps a passkey that a browser made.
 * @returns it, and recovery codes when there were none
 * @throws ApiError `step_over`, `passkey_refused`, `passkeys_unavailable`, `too_many`
 */
export async function addPasskey(
  ctx: SessionCtx,
  input: NewPasskey,
  site: Site,
): Promise<ShownPasskey & { recovery_codes: string[] | null }> {
  const host = hostOf(site);
  // One try for a challenge, whatever becomes of it.
  const step = await takeStep(ctx.db, 'register', input.step);
  if (step?.user_id !== ctx.actor.id) throw stepOver();
  const made = await verifyNew(site, host, step.challenge, input.passkey);
  return changeOwn(ctx, async (trx, owner, record) => {
    if ((await store.countPasskeys(trx, owner.id)) >= MAX_PASSKEYS) throw tooMany();
    const passkey = await store
      .insertPasskey(trx, {
        user_id: owner.id,
        credential_id: made.credential.id,
        public_key: Buffer.from(made.credential.publicKey),
        counter: made.credential.counter,
        transports: made.credential.transports ?? [],
        rp_id: host,
        name: input.name,
        backed_up: made.credentialBackedUp,
      })
      .catch((error: unknown) => {
        // Somebody has it already, perhaps somebody else: which of the two is not told.
        throw isUniqueViolation(error, store.CREDENTIAL_KEY) ? refused() : error;
      });
    const recovery_codes = await factorAdded(trx, owner, record, { method: 'passkey', name: passkey.name });
    return { ...passkey, recovery_codes };
  });
}

const noSuchPasskey = (): ApiError => notFound('There is no such passkey.');

/** @throws ApiError `not_found` also for one of somebody else */
export async function renamePasskey(ctx: SessionCtx, id: number, name: string): Promise<ShownPasskey> {
  return change(ctx, async (trx) => {
    const passkey = await store.renamePasskey(trx, ctx.actor.id, id, name);
    if (passkey === undefined) throw noSuchPasskey();
    return passkey;
  });
}

/** @throws ApiError `not_found` also for one of somebody else, `second_factor_needed` */
export async function removePasskey(ctx: SessionCtx, id: number): Promise<void> {
  await changeOwn(ctx, async (trx, owner, record) => {
    const name = await store.deletePasskey(trx, owner.id, id);
    if (name === undefined) throw noSuchPasskey();
    await factorRemoved(trx, owner, record, { method: 'passkey', name });
  });
}
