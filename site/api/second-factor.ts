/** One's own second factor: an authenticator app, passkeys, recovery codes. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';
import { request } from './client.js';

export interface Passkey {
  id: number;
  name: string;
  created_at: string;
  last_used_at: string | null;
  /** Kept by a password manager or a platform on more than one device. */
  backed_up: boolean;
}

export interface SecondFactor {
  totp: { since: string } | null;
  recovery_codes_left: number;
  passkeys: Passkey[];
  /** Whether the role needs one. */
  required: boolean;
  /** Passkeys belong to a host name: at a bare IP address there are none. */
  passkeys_available: boolean;
}

/** What an authenticator app is given; it works when its first code was confirmed. */
export interface TotpSecret {
  /** Base32, for those who type it. */
  secret: string;
  /** `otpauth://…`, for those who scan it. */
  uri: string;
}

/** The codes that come with the first factor, shown this once; null when there are some already. */
export interface WithCodes {
  recovery_codes: string[] | null;
}

const BASE = '/api/auth/second-factor';
const PASSKEYS = '/api/auth/passkeys';

/** Which factors there are. */
export async function readSecondFactor(signal?: AbortSignal): Promise<SecondFactor> {
  return (await request<SecondFactor>(BASE, { signal })).data;
}

/** Begins anew with an authenticator app. @throws ApiError 409 `factor_exists` */
export async function beginTotp(): Promise<TotpSecret> {
  return (await request<TotpSecret>(`${BASE}/totp`, { method: 'POST' })).data;
}

/** Turns the app on by its first code. @throws ApiError 400 `invalid_code` */
export async function confirmTotp(code: string): Promise<WithCodes> {
  return (await request<WithCodes>(`${BASE}/totp/confirm`, { method: 'POST', body: { code } })).data;
}

/** @throws ApiError 400 `second_factor_needed` when the role needs it */
export async function removeTotp(): Promise<void> {
  await request(`${BASE}/totp`, { method: 'DELETE' });
}

/** Makes ten new codes; the old ones end. */
export async function newRecoveryCodes(): Promise<string[]> {
  const path = `${BASE}/recovery-codes`;
  return (await request<{ recovery_codes: string[] }>(path, { method: 'POST' })).data.recovery_codes;
}

/** What the browser is to be asked for a new passkey. @throws ApiError 400 `passkeys_unavailable` */
export async function passkeyOptions(): Promise<{
  step: string;
  options: PublicKeyCredentialCreationOptionsJSON;
}> {
  const answer = await request<{ step: string; options: PublicKeyCredentialCreationOptionsJSON }>(
    `${PASSKEYS}/options`,
    { method: 'POST' },
  );
  return answer.data;
}

/** Keeps the passkey that the browser made. */
export async function createPasskey(
  step: string,
  passkey: RegistrationResponseJSON,
  name: string,
): Promise<Passkey & WithCodes> {
  const body = { step, passkey, name };
  return (await request<Passkey & WithCodes>(PASSKEYS, { method: 'POST', body })).data;
}

/** Gives a passkey another name. */
export async function renamePasskey(id: number, name: string): Promise<void> {
  await request(`${PASSKEYS}/${id}`, { method: 'PATCH', body: { name } });
}

/** @throws ApiError 400 `second_factor_needed` when the role needs it */
export async function removePasskey(id: number): Promise<void> {
  await request(`${PASSKEYS}/${id}`, { method: 'DELETE' });
}
