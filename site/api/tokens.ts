/** One's own API tokens: what a script shows in the place of a password. */
import { request } from './client.js';
import { list } from './lists.js';

export const SCOPES = [
  'tenants:read',
  'tenants:write',
  'jobs:read',
  'jobs:write',
  'users:read',
  'users:write',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

export interface Token {
  id: number;
  name: string;
  /** Its last characters, by which one knows it. */
  hint: string;
  scopes: Scope[];
  /** Where it may be used from; empty for everywhere. */
  networks: string[];
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  last_used_ip: string | null;
}

export interface NewToken {
  name: string;
  scopes: Scope[];
  expires_in_days: number;
  networks?: string[];
}

const BASE = '/api/tokens';

/** All tokens, the newest first; those that ended lately too. */
export async function readTokens(signal?: AbortSignal): Promise<Token[]> {
  return (await list<Token>(BASE, { sort: ['id', 'DESC'], range: [0, 999] }, signal)).rows;
}

/** Makes one. @returns it with its secret, which nobody can show again */
export async function createToken(token: NewToken): Promise<Token & { token: string }> {
  return (await request<Token & { token: string }>(BASE, { method: 'POST', body: token })).data;
}

/** Ends one at once. */
export async function revokeToken(id: number): Promise<void> {
  await request(`${BASE}/${id}`, { method: 'DELETE' });
}
