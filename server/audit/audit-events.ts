/** What happens to a tenant. */
const TENANT_CHANGES = [
  'tenant_create',
  'tenant_update',
  'tenant_delete',
  'domain_proved',
  'domain_waived',
  'job_create',
  'job_finish',
  'job_cancel',
] as const;

/** Everything that the audit log can say. A change without its event is a defect. */
export const AUDIT_EVENTS = [
  'setup',
  'setup_refused',
  'login_ok',
  'login_fail',
  'login_throttled',
  'logout',
  'access_denied',
  'user_create',
  'user_update',
  'user_delete',
  'password_reset',
  'password_change',
  'password_link_create',
  'password_link_use',
  'user_unlock',
  'second_factor_add',
  'second_factor_remove',
  'second_factor_reset',
  'second_factor_fail',
  'recovery_codes_create',
  'recovery_code_use',
  'login_new_browser',
  'notice_dismiss',
  'token_create',
  'token_revoke',
  'token_leaked',
  'token_purge',
  'settings_update',
  'backup_create',
  'backup_restore',
  'session_revoke',
  'data_export',
  ...TENANT_CHANGES,
  'job_purge',
  'session_purge',
  'audit_purge',
] as const;

/** Those whose `detail.target` is a tenant; of all others with a target it is a user. */
export const TENANT_EVENTS = [
  ...TENANT_CHANGES,
  // Without a target, but for the report of a tenant.
  'data_export',
] as const;

export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** What comes of a try to sign in; counted by the hour, see ./sign-in-counts-store.ts. */
export const SIGN_IN_EVENTS = ['login_ok', 'login_fail', 'login_throttled'] as const satisfies AuditEvent[];

export type SignInEvent = (typeof SIGN_IN_EVENTS)[number];

/** Flat facts: the target's id and name, the changed fields, `from` with what they were. Never a secret. */
export type AuditDetail = Record<string, unknown>;
