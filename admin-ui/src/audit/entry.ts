/** The events of the contract, in the order of a user's life, then of a tenant's. */
export const EVENTS = [
  'setup',
  'setup_refused',
  'login_ok',
  'login_fail',
  'login_throttled',
  'logout',
  'access_denied',
  'user_create',
  'user_update',
  'password_reset',
  'user_delete',
  'session_revoke',
  'tenant_create',
  'tenant_update',
  'tenant_delete',
  'domain_proved',
  'domain_waived',
  'job_create',
  'job_finish',
  'job_cancel',
  'data_export',
  'job_purge',
  'session_purge',
  'audit_purge',
] as const;

/** What the server wrote about an event. Flat, and not to be trusted further than its types. */
export interface Detail {
  target?: number;
  username?: string;
  role?: string;
  is_active?: boolean;
  /** How many rows a purge removed. */
  count?: number;
  /** Method and path that somebody was refused at. */
  door?: string;
  /** The one session that was ended, or how many were. */
  session?: number;
  sessions_ended?: number;
  /** What was exported, as what, and the filter as JSON text when there was one. */
  resource?: string;
  format?: string;
  filter?: string;
  from?: Record<string, unknown>;
  /** The tenant's; then `target` is its number too. */
  name?: string;
  domain?: string;
  proof?: string;
  /** A scan, why it began, how it ended and with what score. */
  job?: number;
  trigger?: string;
  state?: string;
  score?: number | null;
}

export interface Entry {
  id: number;
  ts: string;
  user_id: number | null;
  username: string | null;
  /** One of EVENTS, or one that a newer server has and this console does not know yet. */
  event: string;
  ip: string | null;
  detail: Detail | null;
}

export const auditWhere = (filter: Record<string, unknown>): string =>
  `/audit?${new URLSearchParams({ filter: JSON.stringify(filter), page: '1' })}`;
