import { request } from './httpClient';

export interface AccountFigures {
  users: number;
  active: number;
  inactive: number;
  /** Active ones. */
  admins: number;
  never_signed_in: number;
  /** Active, without a sign-in for `dormant_days`, and older than that. */
  dormant: number;
  dormant_days: number;
  sessions: { live: number; users: number };
}

/** Sign-ins from one moment up to another: an hour or a day. */
export interface SignInBucket {
  from: string;
  to: string;
  ok: number;
  failed: number;
  throttled: number;
}

export type SignInUnit = 'hour' | 'day';

/** A name that somebody is guessing passwords for. */
export interface Attack {
  username: string;
  /** null: there is no such user. */
  user_id: number | null;
  failures: number;
  addresses: number;
  throttled: number;
  /** Of the last minutes that are looked at: it may have begun before. */
  first_at: string;
  last_at: string;
}

/** Of the overview what the dashboard shows. */
export interface TenantFigures {
  tenants: { total: number; onboarding: number; active: number; paused: number };
  /** null: nothing has a score yet. */
  average: number | null;
  /** Those whose score fell since yesterday, and the scans that wait or run: bounded by the server. */
  worse: unknown[];
  jobs: unknown[];
}

interface Options {
  signal?: AbortSignal | undefined;
}

/** Days and hours begin where the reader lives. */
const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

async function get<T>(path: string, { signal }: Options): Promise<T> {
  return (await request<T>('GET', `/api/${path}`, { signal })).data;
}

/** The figures of the dashboard, counted by the server. */
export const stats = {
  accounts: (options: Options = {}) => get<AccountFigures>('stats/accounts', options),
  /** The last `count` hours or days, oldest first; the last one is under way. */
  signIns: ({ unit, count }: { unit: SignInUnit; count: number }, options: Options = {}) => {
    const query = new URLSearchParams({ unit, count: String(count), time_zone: timeZone() });
    return get<SignInBucket[]>(`stats/sign-ins?${query}`, options);
  },
  tenants: (options: Options = {}) => get<TenantFigures>('overview', options),
  attacks: (options: Options = {}) => get<Attack[]>('stats/attacks', options),
};
