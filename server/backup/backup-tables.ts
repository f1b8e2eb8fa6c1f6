/**
 * What goes into a backup. Every table is named here, in one list or the other; a test holds that none is forgotten.
 */

/** In an order in which each comes after those it refers to. */
export const BACKED_UP = [
  'setup_state',
  'settings',
  'users',
  'auth_audit',
  'sign_in_hours',
  'sign_in_rollup',
  'known_addresses',
  'known_browsers',
  'notices',
  'api_tokens',
  'totp_factors',
  'recovery_codes',
  'passkeys',
  'tenants',
  'tenant_domains',
  'jobs',
  'findings',
  'tenant_scores',
  // Triggers are silent while the rows they count come back.
  'account_tallies',
  'tenant_tallies',
] as const;

/** What is not in a backup, and why; after a restore these are empty. */
const LEFT_OUT = {
  user_sessions: 'a session that was ended since must not come alive again: everybody signs in anew',
  sign_in_steps: 'halves of sign-ins live for minutes',
  password_links: 'a link that was used since must not open again',
  guess_counters: 'they count for fifteen minutes',
  figures: 'they are counted anew',
} as const;

/** Everything that a restore empties first. */
export const ALL_TABLES: readonly string[] = [...BACKED_UP, ...Object.keys(LEFT_OUT)];
