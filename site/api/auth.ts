import { request } from './client.js';

export type Role = 'admin' | 'user';

export interface SessionUser {
  id: number;
  username: string;
  role: Role;
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

/** Hashing a password may have to queue on a small machine; a sign-in waits longer than a list. */
const signInTimeoutMs = 30_000;

/** True while Clearview has no user yet. */
export async function isSetupRequired(): Promise<boolean> {
  const { data } = await request<{ setup_required: boolean }>('/api/auth/setup-required');
  return data.setup_required;
}

/** Who is signed in; on the sign-in pages a 401 is an answer (ask to `throw`), elsewhere it ends the page. */
export async function me(onUnauthorized: 'redirect' | 'throw', signal?: AbortSignal): Promise<SessionUser> {
  return (await request<SessionUser>('/api/auth/me', { onUnauthorized, signal })).data;
}

/** Begins a session; the answer's cookie carries it. */
export async function signIn(credentials: Credentials): Promise<void> {
  await request('/api/auth/login', {
    method: 'POST',
    body: credentials,
    onUnauthorized: 'throw',
    timeoutMs: signInTimeoutMs,
  });
}

/** Creates the first administrator and signs them in. */
export async function setUp(administrator: FirstAdministrator): Promise<void> {
  await request('/api/auth/setup', {
    method: 'POST',
    body: administrator,
    onUnauthorized: 'throw',
    timeoutMs: signInTimeoutMs,
  });
}

/** Ends the session on the server and clears its cookie. */
export async function signOut(): Promise<void> {
  await request('/api/auth/logout', { method: 'POST', onUnauthorized: 'throw' });
}
