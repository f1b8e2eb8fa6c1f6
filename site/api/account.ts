/** One's own sessions, what happened to one's account, and what should not be overlooked. */
import { request } from './client.js';
import { list, type List, type ListQuery } from './lists.js';

/** A browser that is signed in. */
export interface OwnSession {
  id: number;
  /** In words, such as "Firefox 140" and "Windows"; null when it did not say. */
  browser: string | null;
  system: string | null;
  ip: string | null;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  remember: boolean;
  /** The one that asks. */
  current: boolean;
}

export interface Notice {
  id: number;
  kind: 'new_browser';
  created_at: string;
  detail: { browser: string | null; system: string | null; ip: string | null };
}

/** Something that was done by this account, or to it. */
export interface Activity {
  id: number;
  ts: string;
  event: string;
  ip: string | null;
  detail: Readonly<Record<string, unknown>> | null;
  /** Whether the reader did it; else `username` did. */
  by_me: boolean;
  username: string | null;
}

const SESSIONS = '/api/auth/sessions';
const NOTICES = '/api/auth/notices';

/** The most that a list sends at once; nobody has as many browsers. */
const ALL: ListQuery = { range: [0, 999] };

/** All living sessions. */
export async function readSessions(signal?: AbortSignal): Promise<OwnSession[]> {
  return (await list<OwnSession>(SESSIONS, ALL, signal)).rows;
}

/** Signs one browser out. @throws ApiError 404 when it is out already */
export async function endSession(id: number): Promise<void> {
  await request(`${SESSIONS}/${id}`, { method: 'DELETE' });
}

/** Signs all other browsers out. @returns how many there were */
export async function endOtherSessions(): Promise<number> {
  return (await request<{ sessions_ended: number }>(SESSIONS, { method: 'DELETE' })).data.sessions_ended;
}

/** What should not be overlooked, the newest first. */
export async function readNotices(signal?: AbortSignal): Promise<Notice[]> {
  return (await list<Notice>(NOTICES, ALL, signal)).rows;
}

/** Takes one away for good. */
export async function dismissNotice(id: number): Promise<void> {
  await request(`${NOTICES}/${id}`, { method: 'DELETE' });
}

/** A page of what happened, the newest first. */
export function listActivity(query: ListQuery, signal?: AbortSignal): Promise<List<Activity>> {
  return list<Activity>('/api/auth/activity', { sort: ['id', 'DESC'], ...query }, signal);
}
