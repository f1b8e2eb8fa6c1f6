import { useSyncExternalStore } from 'react';
import { HttpError } from 'react-admin';
import { send } from './http';
import { i18nProvider } from './i18n';
import { queryClient } from './queryClient';
import { noteSignedIn, wasSignedIn } from './tabMemory';

export interface Me {
  id: number;
  username: string;
  role: 'admin' | 'user';
  /** What they have to do before anything else is open to them; the pages for it are the site's. */
  must_change_password: boolean;
  must_add_second_factor: boolean;
  second_factor: boolean;
}

/**
 * Who uses the console. `ended` means: the server no longer knows the session, but the page is kept as it
 * is behind a sign-in, so that nothing typed is lost.
 */
export type Session =
  | { status: 'starting' }
  | { status: 'unreachable'; reason: string }
  | { status: 'anonymous'; after: 'nothing' | 'sign-out' | 'end' }
  | { status: 'signed-in'; me: Me; ended: boolean };

let current: Session = { status: 'starting' };
const listeners = new Set<() => void>();
/** Requests that met the end of the session and wait to be sent again. */
let waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

function become(next: Session): void {
  current = next;
  if (next.status === 'signed-in' || next.status === 'anonymous') noteSignedIn(next.status === 'signed-in');
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const getSession = (): Session => current;
export const getMe = (): Me | null => (current.status === 'signed-in' ? current.me : null);
export const useSession = (): Session => useSyncExternalStore(subscribe, getSession);
export const useMe = (): Me | null => useSyncExternalStore(subscribe, getMe);

const fetchMe = async (): Promise<Me> => (await send<Me>('GET', '/api/auth/me')).data;

const cookieDropped = (): string => i18nProvider.translate('clearview.error.cookie_dropped');

const isUnauthenticated = (error: unknown): boolean => error instanceof HttpError && error.status === 401;

/** Ask the server who we are. On a database without users the first thing to do is the set-up. */
export async function startSession(): Promise<void> {
  const seen = wasSignedIn();
  become({ status: 'starting' });
  try {
    become({ status: 'signed-in', me: await fetchMe(), ended: false });
  } catch (error) {
    if (!isUnauthenticated(error)) return become({ status: 'unreachable', reason: (error as Error).message });
    await startAnonymous(seen);
  }
}

async function startAnonymous(seen: boolean): Promise<void> {
  try {
    const { data } = await send<{ setup_required: boolean }>('GET', '/api/auth/setup-required');
    if (data.setup_required) return window.location.replace('/setup.html');
    become({ status: 'anonymous', after: seen ? 'end' : 'nothing' });
  } catch (error) {
    become({ status: 'unreachable', reason: (error as Error).message });
  }
}

/** Goes on as somebody whom the server knows. What one was sending or had loaded, no other ever gets. */
async function enter(me: Me): Promise<void> {
  const same = getMe()?.id === me.id;
  if (!same) queryClient.clear();
  const parked = waiting;
  waiting = [];
  become({ status: 'signed-in', me, ended: false });
  parked.forEach(({ resolve, reject }) => (same ? resolve() : reject(new HttpError('', 401, {}))));
  if (same) await queryClient.invalidateQueries();
}

/** Goes on as whoever has just signed in here. */
export async function arrive(): Promise<void> {
  const me = await fetchMe().catch((error: unknown) => {
    // All that was asked for was right, but the browser did not keep the cookie.
    throw isUnauthenticated(error) ? new HttpError(cookieDropped(), 0, {}) : error;
  });
  await enter(me);
}

/** After the session ended here: goes on if somebody has signed in meanwhile in another tab, or on the site. */
export async function resume(): Promise<void> {
  const me = await fetchMe().catch(() => null);
  if (me && current.status === 'signed-in' && current.ended) await enter(me);
}

/** @throws HttpError if the server could not be told: then the session still stands */
export async function signOut(): Promise<void> {
  await send('POST', '/api/auth/logout');
  leave();
}

/** Drop what this browser knows, e.g. when somebody else is to sign in after a session ended. */
export function leave(): void {
  const parked = waiting;
  waiting = [];
  become({ status: 'anonymous', after: 'sign-out' });
  queryClient.clear();
  parked.forEach(({ reject }) => reject(new HttpError('', 401, {})));
}

/** Called on a 401. Resolves once the same person has signed in again. */
export function sessionEnded(): Promise<void> {
  if (current.status !== 'signed-in') return Promise.reject(new HttpError('', 401, {}));
  if (!current.ended) become({ ...current, ended: true });
  return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
}

/** What decides which pages are open to somebody. */
const standingOf = ({ role, must_change_password, must_add_second_factor }: Me): string =>
  [role, must_change_password, must_add_second_factor].join();

/** Called when something was refused: the role may have changed under us, or there is something to do first. */
export async function refreshMe(): Promise<void> {
  const before = getMe();
  const me = await fetchMe().catch(() => null);
  if (me && before && me.id === before.id && standingOf(me) !== standingOf(before)) {
    become({ status: 'signed-in', me, ended: false });
  }
}
