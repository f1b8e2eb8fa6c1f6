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
  'session_revoke',
  'data_export',
  'session_purge',
  'audit_purge',
] as const;

export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** Flat facts: the target's id and name, the changed fields, `from` with what they were. Never a secret. */
export type AuditDetail = Record<string, unknown>;
