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

/** Sets a new password; the user's sessions end. */
export async function resetPassword(id: Identifier, password: string): Promise<void> {
  await request('POST', `${at('users', id)}/reset-password`, { body: { password } });
}

/** Ends all sessions of a user; on one's own account all but this one. @returns how many ended */
export async function revokeSessions(id: Identifier): Promise<number> {
  const { data } = await request<{ sessions_ended: number }>('POST', `${at('users', id)}/revoke-sessions`);
  return data.sessions_ended;
}
