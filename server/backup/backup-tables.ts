/**
 * What goes into a backup. Every table is named here, in one list or the other; a test holds that none is forgotten.
 */

/** In an order in which each comes after those it refers to; each with the migration that makes it. */
const MADE_BY = {
  setup_state: '0005_sign_in_guard',
  settings: '0013_own_accounts',
  users: '0001_accounts',
  auth_audit: '0001_accounts',
  sign_in_hours: '0010_audit_rollup',
  sign_in_rollup: '0010_audit_rollup',
  known_addresses: '0005_sign_in_guard',
  known_browsers: '0013_own_accounts',
  notices: '0013_own_accounts',
  api_tokens: '0013_own_accounts',
  totp_factors: '0013_own_accounts',
  recovery_codes: '0013_own_accounts',
  passkeys: '0013_own_accounts',
  tenants: '0011_tenants',
  tenant_domains: '0011_tenants',
  jobs: '0012_jobs',
  findings: '0012_jobs',
  tenant_scores: '0011_tenants',
  // Triggers are silent while the rows they count come back.
  account_tallies: '0015_flat_lists',
  tenant_tallies: '0015_flat_lists',
} as const;

export const BACKED_UP: readonly string[] = Object.keys(MADE_BY);

/** The tables that a backup of a database after these migrations has, unless it was made by a release before them. */
export const tablesAfter = (migrations: readonly string[]): string[] =>
  Object.entries(MADE_BY)
    .filter(([, migration]) => migrations.includes(migration))
    .map(([name]) => name);

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
