/**
 * Row types of the tables, as the driver returns them. The migrations in ./migrations make them.
 * Names and columns of users, user_sessions and auth_audit are part of the public contract.
 */
import type { Knex } from 'knex';

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
  }
}
