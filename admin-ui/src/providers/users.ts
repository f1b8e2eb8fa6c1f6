import type { Identifier } from 'react-admin';
import { request } from './httpClient';
import { at } from './paths';

/** What can be done to many users at once. */
export type BulkChange =
  { action: 'update'; data: { role?: 'admin' | 'user'; is_active?: boolean } } | { action: 'delete' };

/** One that was left as it is, and why: a code of ours, and the server's sentence. */
export interface Refusal {
  id: number;
  code: string;
  detail: string;
}

export interface BulkAnswer {
  changed: number[];
  unchanged: number[];
  refused: Refusal[];
}

/** Changes many users in one request and one transaction; those that may not be touched are named. */
export async function bulk(ids: Identifier[], change: BulkChange): Promise<BulkAnswer> {
  const body = { ids, ...change };
  return (await request<BulkAnswer>('POST', `${at('users')}/bulk`, { body })).data;
}

/** @param mustChange they have to choose another one when they sign in with it */
export async function resetPassword(id: Identifier, password: string, mustChange = false): Promise<void> {
  const body = { password, ...(mustChange && { must_change_password: true }) };
  await request('POST', `${at('users', id)}/reset-password`, { body });
}

/** A link by which somebody sets their own password, once. Nobody is told it again. */
export interface PasswordLink {
  url: string;
  kind: 'invite' | 'reset';
  expires_at: string;
}

/** Makes a link for a user; one that was made before it ends. */
export const makePasswordLink = async (id: Identifier): Promise<PasswordLink> =>
  (await request<PasswordLink>('POST', `${at('users', id)}/password-link`, { body: {} })).data;

/** Takes authenticator app, passkeys and recovery codes from a user who has lost them. */
export async function resetSecondFactor(id: Identifier): Promise<void> {
  await request('DELETE', `${at('users', id)}/second-factor`);
}

/** An API token, without its secret: that was shown once, to whom it belongs. */
export interface Token {
  id: number;
  name: string;
  /** Its last characters, to tell it from others. */
  hint: string;
  scopes: string[];
  /** Addresses from which alone it may be used; none: from everywhere. */
  networks: string[];
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  last_used_ip: string | null;
}

/** The tokens of a user, those first that live longest. */
export async function tokensOf(id: Identifier, { signal }: { signal?: AbortSignal } = {}): Promise<Token[]> {
  const query = new URLSearchParams({ sort: '["expires_at","DESC"]', range: '[0,99]' });
  return (await request<Token[]>('GET', `${at('users', id)}/tokens?${query}`, { signal })).data;
}

export async function revokeToken(id: Identifier, token: number): Promise<void> {
  await request('DELETE', `${at('users', id)}/tokens/${token}`);
}

/** @returns how many of them still lived */
export async function revokeTokens(id: Identifier): Promise<number> {
  return (await request<{ tokens_revoked: number }>('DELETE', `${at('users', id)}/tokens`)).data
    .tokens_revoked;
}

/** Ends all sessions of a user; on one's own account all but this one. @returns how many ended */
export async function revokeSessions(id: Identifier): Promise<number> {
  const { data } = await request<{ sessions_ended: number }>('POST', `${at('users', id)}/revoke-sessions`);
  return data.sessions_ended;
}
