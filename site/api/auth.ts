import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { request, type RequestOptions } from './client.js';

export type Role = 'admin' | 'user';

export interface SessionUser {
  id: number;
  username: string;
  role: Role;
  /** The password is one that an administrator chose: it has to be changed before anything else. */
  must_change_password: boolean;
  second_factor: boolean;
  /** The role needs a second factor and there is none yet. */
  must_add_second_factor: boolean;
}

export interface Credentials {
  username: string;
  password: string;
  remember: boolean;
}

export interface FirstAdministrator {
  username: string;
  password: string;
  setup_token?: string;
}

export type Method = 'totp' | 'passkey' | 'recovery_code';

/** The password was right, and something else has to be shown before the session begins. */
export interface SecondStep {
  step: string;
  methods: Method[];
  passkey_options: PublicKeyCredentialRequestOptionsJSON | null;
}

export type SecondProof = { code: string } | { passkey: AuthenticationResponseJSON };

/** A link by which somebody chooses their password. */
export interface PasswordLink {
  username: string;
  kind: 'invite' | 'reset';
  expires_at: string;
}

/** What shows once more who sits there. `needs` lists what would do. */
export interface Freshness {
  fresh: boolean;
  needs: ('password' | 'code' | 'passkey')[];
  step: string | null;
  passkey_options: PublicKeyCredentialRequestOptionsJSON | null;
}

export interface FreshProof {
  password?: string;
  code?: string;
  step?: string;
  passkey?: AuthenticationResponseJSON;
}

/** Hashing a password may have to queue on a small machine; a sign-in waits longer than a list. */
const signInTimeoutMs = 30_000;

/** A 401 is an answer here, not the end of a session. */
async function post<T>(path: string, body: unknown): Promise<T> {
  const options: RequestOptions = {
    method: 'POST',
    body,
    onUnauthorized: 'throw',
    timeoutMs: signInTimeoutMs,
  };
  return (await request<T>(path, options)).data;
}

/** True while Clearview has no user yet. */
export async function isSetupRequired(): Promise<boolean> {
  const { data } = await request<{ setup_required: boolean }>('/api/auth/setup-required');
  return data.setup_required;
}

/** Who is signed in; on the sign-in pages a 401 is an answer (ask to `throw`), elsewhere it ends the page. */
export async function me(onUnauthorized: 'redirect' | 'throw', signal?: AbortSignal): Promise<SessionUser> {
  return (await request<SessionUser>('/api/auth/me', { onUnauthorized, signal })).data;
}

/** Whether there is something to do before Clearview opens. */
export const hasDuty = (user: SessionUser): boolean =>
  user.must_change_password || user.must_add_second_factor;

/**
 * Begins a session; the answer's cookie carries it.
 * @returns what has to be shown besides the password; null when the session has begun
 */
export async function signIn(credentials: Credentials): Promise<SecondStep | null> {
  const answer = await post<SecondStep | { username: string; role: Role }>('/api/auth/login', credentials);
  return 'step' in answer ? answer : null;
}

/** Ends the second step. @throws ApiError 401 `invalid_credentials`, `step_over` */
export async function finishSignIn(step: string, proof: SecondProof): Promise<void> {
  await post('/api/auth/login/second-factor', { step, ...proof });
}

/** What a passkey has to answer to sign in by itself. */
export function passkeyOptions(): Promise<{ step: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  return post('/api/auth/passkey/options', {});
}

/** Begins a session with a passkey alone. @throws ApiError 401 `invalid_credentials`, `step_over` */
export async function signInWithPasskey(
  step: string,
  passkey: AuthenticationResponseJSON,
  remember: boolean,
): Promise<void> {
  await post('/api/auth/passkey', { step, passkey, remember });
}

/** Creates the first administrator and signs them in. */
export async function setUp(administrator: FirstAdministrator): Promise<void> {
  await post('/api/auth/setup', administrator);
}

/** Whose password a link sets. @throws ApiError 404 `link_over` */
export function lookUpLink(token: string): Promise<PasswordLink> {
  return post('/api/auth/link', { token });
}

/** Sets it, and ends the link. @throws ApiError 404 `link_over`, 400 `weak_password` */
export async function setPasswordByLink(token: string, password: string): Promise<void> {
  await post('/api/auth/link/password', { token, password });
}

/** Changes one's own password; all other sessions end. @throws ApiError 400 `wrong_password`, `weak_password` */
export async function changePassword(current: string, next: string): Promise<{ sessions_ended: number }> {
  const { data } = await request<{ sessions_ended: number }>('/api/auth/password', {
    method: 'POST',
    body: { current_password: current, new_password: next },
    timeoutMs: signInTimeoutMs,
  });
  return data;
}

/** How one can show once more who one is. */
export async function freshness(): Promise<Freshness> {
  return (await request<Freshness>('/api/auth/reauthenticate')).data;
}

/** Shows it. @throws ApiError 400 `wrong_password`, `invalid_code` */
export async function reauthenticate(proof: FreshProof): Promise<void> {
  await request('/api/auth/reauthenticate', { method: 'POST', body: proof, timeoutMs: signInTimeoutMs });
}

/** Ends the session on the server and clears its cookie. */
export async function signOut(): Promise<void> {
  await request('/api/auth/logout', { method: 'POST', onUnauthorized: 'throw' });
}
