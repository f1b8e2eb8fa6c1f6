/** Row types of what people and scripts have of their own, see ./migrations/0013_own_accounts.ts. */

/** Always exactly one row. */
export interface SettingsRow {
  singleton: true;
  require_second_factor_admin: boolean;
  require_second_factor_user: boolean;
  /** Whether administrators show again who they are before they change other administrators. */
  reauthenticate_admins: boolean;
  max_token_days: number;
  revision: number;
  updated_at: Date;
}

export interface ApiTokenRow {
  id: number;
  user_id: number;
  name: string;
  /** Hex SHA-256 of the token, never the token itself. */
  hash: string;
  /** Its last four characters, by which people recognise it. */
  hint: string;
  scopes: string[];
  /** Addresses and networks (CIDR) it may be used from; none: from everywhere. */
  networks: string[];
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  last_used_ip: string | null;
}

export interface TotpFactorRow {
  user_id: number;
  /** See server/sealing/. */
  sealed_secret: string;
  /** Which key sealed it. */
  key_id: string;
  created_at: Date;
  /** Null until a first code was entered. */
  confirmed_at: Date | null;
  /** The newest time step (RFC 6238) whose code was accepted: none is accepted twice. */
  last_step: number;
}

export interface RecoveryCodeRow {
  user_id: number;
  hash: string;
  created_at: Date;
  used_at: Date | null;
}

export interface PasskeyRow {
  id: number;
  user_id: number;
  /** base64url, as WebAuthn names it. */
  credential_id: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  /** The host it was made for. */
  rp_id: string;
  name: string;
  backed_up: boolean;
  created_at: Date;
  last_used_at: Date | null;
}

/** Something begun that needs a second message of the same person; lives for minutes. */
export interface SignInStepRow {
  /** Hex SHA-256 of what the client was handed. */
  hash: string;
  kind: 'second_factor' | 'passkey' | 'register' | 'reauthenticate';
  user_id: number | null;
  /** The one that was verified: should it change in between, the step is over. */
  password_hash: string | null;
  remember: boolean;
  /** base64url, for WebAuthn. */
  challenge: string | null;
  /** Keys of the guess counters that the password took from: given back when the sign-in is complete. */
  counted: string[];
  attempts: number;
  created_at: Date;
  expires_at: Date;
}

/** At most one for a user: a new one takes the place of the old. */
export interface PasswordLinkRow {
  hash: string;
  user_id: number;
  kind: 'invite' | 'reset';
  created_by: number | null;
  created_at: Date;
  expires_at: Date;
}

export interface KnownBrowserRow {
  user_id: number;
  key: string;
  first_seen_at: Date;
  last_seen_at: Date;
}

/** Something that the owner of an account should know, until they have read it. */
export interface NoticeRow {
  id: number;
  user_id: number;
  kind: string;
  detail: Record<string, unknown>;
  created_at: Date;
}
