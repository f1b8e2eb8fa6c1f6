/** The events of the contract, in the order of a user's life, then of a tenant's. */
export const EVENTS = [
  'setup',
  'setup_refused',
  'login_ok',
  'login_fail',
  'login_throttled',
  'login_new_browser',
  'second_factor_fail',
  'logout',
  'access_denied',
  'user_create',
  'user_update',
  'user_unlock',
  'password_reset',
  'password_change',
  'password_link_create',
  'password_link_use',
  'second_factor_add',
  'second_factor_remove',
  'second_factor_reset',
  'recovery_codes_create',
  'recovery_code_use',
  'notice_dismiss',
  'user_delete',
  'session_revoke',
  'token_create',
  'token_revoke',
  'token_leaked',
  'tenant_create',
  'tenant_update',
  'tenant_delete',
  'domain_proved',
  'domain_waived',
  'job_create',
  'job_finish',
  'job_cancel',
  'data_export',
  'settings_update',
  'backup_create',
  'backup_restore',
  'job_purge',
  'session_purge',
  'token_purge',
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
  /** The token that did it, and the operating system's user who did it at the machine. */
  token?: number;
  by_token?: string;
  os_user?: string;
  /** The token that something was done to, or how many were. */
  token_id?: number;
  token_name?: string;
  tokens_revoked?: number;
  /** A second factor: `totp`, `passkey` or `recovery_code`; and how many codes are left. */
  method?: string;
  left?: number;
  /** Of a link to set a password: `invite` or `reset`. */
  kind?: string;
  invite?: boolean;
  must_change_password?: boolean;
  /** Why somebody was refused, beside the role. */
  reason?: string;
  browser?: string | null;
  system?: string | null;
  notices?: number;
  /** Settings of the whole. */
  require_second_factor_admin?: boolean;
  require_second_factor_user?: boolean;
  reauthenticate_admins?: boolean;
  max_token_days?: number;
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
