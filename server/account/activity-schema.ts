import type { AuditEvent } from '../audit/audit-events.js';

/** What concerns an account: its owner's sign-ins and changes, and what others did to it. */
export const ACTIVITY_EVENTS = [
  'setup',
  'login_ok',
  'login_fail',
  'login_throttled',
  'logout',
  'login_new_browser',
  'notice_dismiss',
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
  'second_factor_fail',
  'recovery_codes_create',
  'recovery_code_use',
  'token_create',
  'token_revoke',
  'token_leaked',
  'session_revoke',
] as const satisfies readonly AuditEvent[];
