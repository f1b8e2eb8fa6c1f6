/**
 * Row types of the tables, as the driver returns them. The migrations in ./migrations make them.
 * Names and columns of users, user_sessions and auth_audit are part of the public contract.
 */
import type { Knex } from 'knex';
import type {
  ApiTokenRow,
  KnownBrowserRow,
  NoticeRow,
  PasskeyRow,
  PasswordLinkRow,
  RecoveryCodeRow,
  SettingsRow,
  SignInStepRow,
  TotpFactorRow,
} from './account-tables.js';

export type * from './account-tables.js';

export type Role = 'admin' | 'user';

export interface UserRow {
  id: number;
  username: string;
  password_hash: string;
  role: Role;
  is_active: boolean;
  created_at: Date;
  updated_at: Date;
  last_login_at: Date | null;
  /** Raised by a trigger when username, role or is_active change. */
  revision: number;
  /** Nothing else is open to them until they have set a password of their own. */
  must_change_password: boolean;
  /** Whether they have one: kept true by whoever adds or removes a factor. */
  second_factor: boolean;
}

export interface SessionRow {
  /** Hex SHA-256 of the cookie's value, never the value itself. */
  id: string;
  user_id: number;
  created_at: Date;
  expires_at: Date;
  last_seen_at: Date;
  ip: string | null;
  user_agent: string | null;
  remember: boolean;
  /** By this number a session is known outside the database. */
  public_id: number;
  /** When whoever uses it last showed who they are, by signing in or again later. */
  authenticated_at: Date;
}

export interface AuditRow {
  /** bigserial; the driver returns int8 as a string, see ./knex.ts for the parser that makes it a number. */
  id: number;
  ts: Date;
  user_id: number | null;
  username: string | null;
  event: string;
  ip: string | null;
  detail: Record<string, unknown>;
}

/** One counter of failed sign-ins: see server/limits/limits-store.ts. */
export interface GuessCounterRow {
  /** Hex SHA-256 of what is counted (name and address, name, or address), so that no typed name is stored. */
  key: string;
  failures: number;
  window_ends_at: Date;
}

/** An address from which a user has signed in before. */
export interface KnownAddressRow {
  user_id: number;
  address: string;
  last_login_at: Date;
}

/** At most one row: its presence means that setup has been done and never opens again. */
export interface SetupStateRow {
  singleton: true;
  completed_at: Date;
}

/** The database gives out the number. */
type NewSessionRow = Omit<SessionRow, 'public_id'>;

/** How many of an event an hour (UTC) had; only hours that had any. */
export interface SignInHourRow {
  hour: Date;
  event: string;
  count: number;
}

/** At most one row: up to which hour sign_in_hours is complete. */
export interface SignInRollupRow {
  singleton: true;
  complete_until: Date;
}

/** Part of how many accounts there are of a kind: the sum of all rows of the kind tells it. */
export interface AccountTallyRow {
  role: Role;
  is_active: boolean;
  /** Has never signed in. */
  never: boolean;
  /** The day (UTC) of the last sign-in, else of when the account was made. */
  seen_on: string;
  count: number;
}

/** The same of tenants. */
export interface TenantTallyRow {
  state: TenantState;
  grade: Grade | null;
  /** The day (UTC) of the last scan. */
  scanned_on: string | null;
  count: number;
  /** The sum of the scores, and how many tenants have one. */
  points: number;
  judged: number;
}

/** What was counted by the housekeeping, see server/figures/. */
export interface FigureRow {
  name: string;
  value: unknown;
  counted_at: Date;
}

export type TenantState = 'onboarding' | 'active' | 'paused';

/** A letter for a score, see server/scans/score.ts. */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** An organisation that is looked after. */
export interface TenantRow {
  id: number;
  name: string;
  /** The name as it is compared and ordered, see server/tenants/tenants-schema.ts. */
  name_key: string;
  state: TenantState;
  notes: string;
  created_by: number | null;
  created_by_name: string | null;
  created_at: Date;
  updated_at: Date;
  /** Raised when a person changes the tenant; a scan does not. */
  revision: number;
  /** 0 to 100, of the newest scan that could judge; null before. */
  score: number | null;
  grade: Grade | null;
  /** The newest scores, at most 12, the oldest first. */
  trend: number[];
  /** The newest scan that succeeded. */
  last_job_id: number | null;
  last_scan_at: Date | null;
  /** When the next nightly scan is due; null: not before somebody asks. */
  next_scan_at: Date | null;
}

/** How control of a domain was shown. */
export type Proof = 'dns' | 'file' | 'waiver';

export interface TenantDomainRow {
  id: number;
  tenant_id: number;
  /** A-labels in lower case, without a dot at the end. */
  domain: string;
  /** From 0, as the tenant's owner ordered them. */
  position: number;
  /** What the record or the file has to hold: 32 hex characters. */
  token: string;
  created_at: Date;
  proof: Proof | null;
  proved_at: Date | null;
  proved_by: number | null;
  proved_by_name: string | null;
  waiver_reason: string | null;
  checked_at: Date | null;
  /** What the last look for a proof saw, in a sentence. */
  check_detail: string | null;
  /** How long the worker goes on looking by itself. */
  watch_until: Date;
}

/** One row for each scan that succeeded; it outlives the job. */
export interface TenantScoreRow {
  job_id: number;
  tenant_id: number;
  at: Date;
  score: number | null;
  grade: Grade | null;
}

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
export type JobTrigger = 'manual' | 'schedule' | 'onboarding' | 'retry';

/** One scan of one tenant. */
export interface JobRow {
  id: number;
  tenant_id: number;
  state: JobState;
  trigger: JobTrigger;
  requested_by: number | null;
  requested_by_name: string | null;
  created_at: Date;
  /** Not before; later than `created_at` after a failed attempt. */
  run_after: Date;
  started_at: Date | null;
  finished_at: Date | null;
  attempts: number;
  max_attempts: number;
  checks_done: number;
  checks_total: number;
  /** What is being looked at, for a person. */
  current: string | null;
  error: string | null;
  /** The job that this one repeats. */
  retry_of: number | null;
  score: number | null;
  grade: Grade | null;
  /** Who holds the job while it runs. */
  lease: string | null;
  lease_until: Date | null;
  /** Rises with every change of any job. */
  version: number;
}

export type FindingStatus = 'pass' | 'warn' | 'fail' | 'unknown';

/** What one check saw of one domain in one scan. */
export interface FindingRow {
  job_id: number;
  domain: string;
  check_id: string;
  status: FindingStatus;
  summary: string;
  evidence: string[];
  seen_at: Date;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    users: Knex.CompositeTableType<UserRow, Partial<UserRow>, Partial<UserRow>>;
    user_sessions: Knex.CompositeTableType<SessionRow, Partial<NewSessionRow>, Partial<NewSessionRow>>;
    auth_audit: Knex.CompositeTableType<AuditRow, Partial<AuditRow>, never>;
    guess_counters: GuessCounterRow;
    known_addresses: KnownAddressRow;
    setup_state: SetupStateRow;
    sign_in_hours: SignInHourRow;
    sign_in_rollup: SignInRollupRow;
    account_tallies: AccountTallyRow;
    tenant_tallies: TenantTallyRow;
    figures: FigureRow;
    tenants: Knex.CompositeTableType<TenantRow, Partial<TenantRow>, Partial<TenantRow>>;
    tenant_domains: Knex.CompositeTableType<
      TenantDomainRow,
      Partial<TenantDomainRow>,
      Partial<TenantDomainRow>
    >;
    tenant_scores: TenantScoreRow;
    jobs: Knex.CompositeTableType<JobRow, Partial<JobRow>, Partial<JobRow>>;
    findings: Knex.CompositeTableType<FindingRow, Partial<FindingRow>, Partial<FindingRow>>;
    settings: Knex.CompositeTableType<SettingsRow, never, Partial<SettingsRow>>;
    api_tokens: Knex.CompositeTableType<ApiTokenRow, Partial<ApiTokenRow>, Partial<ApiTokenRow>>;
    totp_factors: Knex.CompositeTableType<TotpFactorRow, Partial<TotpFactorRow>, Partial<TotpFactorRow>>;
    recovery_codes: Knex.CompositeTableType<
      RecoveryCodeRow,
      Partial<RecoveryCodeRow>,
      Partial<RecoveryCodeRow>
    >;
    passkeys: Knex.CompositeTableType<PasskeyRow, Partial<PasskeyRow>, Partial<PasskeyRow>>;
    sign_in_steps: Knex.CompositeTableType<SignInStepRow, Partial<SignInStepRow>, Partial<SignInStepRow>>;
    password_links: Knex.CompositeTableType<
      PasswordLinkRow,
      Partial<PasswordLinkRow>,
      Partial<PasswordLinkRow>
    >;
    known_browsers: Knex.CompositeTableType<
      KnownBrowserRow,
      Partial<KnownBrowserRow>,
      Partial<KnownBrowserRow>
    >;
    notices: Knex.CompositeTableType<NoticeRow, Partial<NoticeRow>, Partial<NoticeRow>>;
  }
}
