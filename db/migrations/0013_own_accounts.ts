/**
 * What people and scripts have of their own: API tokens, a second factor, passkeys, links to set a password, notices;
 * and what an administrator asks of everybody.
 *
 * Every secret that is only ever compared is stored as its SHA-256: they are random, with 80 bits at least, so
 * neither salt nor a slow hash is needed. The secret of TOTP has to be known again, so it is sealed with a key that
 * is not in the database, see server/sealing/.
 */
import type { Knex } from 'knex';

/** In the order in which they are dropped. */
const TABLES = [
  'notices',
  'known_browsers',
  'password_links',
  'sign_in_steps',
  'passkeys',
  'recovery_codes',
  'totp_factors',
  'api_tokens',
  'settings',
];

async function addColumns(db: Knex): Promise<void> {
  await db.raw(`
    alter table users
      add column must_change_password boolean not null default false,
      add column second_factor boolean not null default false`);
  await db.raw('alter table user_sessions add column authenticated_at timestamptz not null default now()');
  await db.raw('update user_sessions set authenticated_at = created_at');
}

async function createSettings(db: Knex): Promise<void> {
  await db.raw(`
    create table settings (
      singleton boolean primary key default true constraint settings_one_row check (singleton),
      require_second_factor_admin boolean not null default false,
      require_second_factor_user boolean not null default false,
      reauthenticate_admins boolean not null default false,
      max_token_days integer not null default 365
        constraint settings_max_token_days_check check (max_token_days between 1 and 3650),
      revision integer not null default 1,
      updated_at timestamptz not null default now())`);
  await db.raw('insert into settings default values');
}

async function createTokens(db: Knex): Promise<void> {
  await db.raw(`
    create table api_tokens (
      id serial primary key,
      user_id integer not null references users on delete cascade,
      name varchar(100) not null,
      hash varchar(64) collate "C" not null constraint api_tokens_hash_key unique,
      hint varchar(8) not null,
      scopes text[] not null,
      networks text[] not null default '{}',
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      last_used_at timestamptz,
      last_used_ip varchar(64))`);
  await db.raw('create index api_tokens_user on api_tokens (user_id, id)');
  await db.raw('create index api_tokens_expires on api_tokens (expires_at)');
}

async function createFactors(db: Knex): Promise<void> {
  await db.raw(`
    create table totp_factors (
      user_id integer primary key references users on delete cascade,
      sealed_secret text not null,
      key_id varchar(16) not null,
      created_at timestamptz not null default now(),
      confirmed_at timestamptz,
      last_step bigint not null default 0)`);
  await db.raw(`
    create table recovery_codes (
      user_id integer not null references users on delete cascade,
      hash varchar(64) collate "C" not null,
      created_at timestamptz not null default now(),
      used_at timestamptz,
      primary key (user_id, hash))`);
  await db.raw(`
    create table passkeys (
      id serial primary key,
      user_id integer not null references users on delete cascade,
      credential_id text collate "C" not null constraint passkeys_credential_key unique,
      public_key bytea not null,
      counter bigint not null default 0,
      transports text[] not null default '{}',
      rp_id varchar(253) not null,
      name varchar(100) not null,
      backed_up boolean not null default false,
      created_at timestamptz not null default now(),
      last_used_at timestamptz)`);
  await db.raw('create index passkeys_user on passkeys (user_id, id)');
  await db.raw(`
    create table sign_in_steps (
      hash varchar(64) collate "C" primary key,
      kind varchar(16) not null
        constraint sign_in_steps_kind_check check (kind in ('second_factor', 'passkey', 'register', 'reauthenticate')),
      user_id integer references users on delete cascade,
      password_hash text,
      remember boolean not null default false,
      challenge text,
      counted text[] not null default '{}',
      attempts smallint not null default 0,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null)`);
  await db.raw('create index sign_in_steps_expires on sign_in_steps (expires_at)');
  await db.raw('create index sign_in_steps_user on sign_in_steps (user_id)');
}

async function createLinksAndNotices(db: Knex): Promise<void> {
  await db.raw(`
    create table password_links (
      hash varchar(64) collate "C" primary key,
      user_id integer not null constraint password_links_user_key unique references users on delete cascade,
      kind varchar(8) not null constraint password_links_kind_check check (kind in ('invite', 'reset')),
      created_by integer,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null)`);
  await db.raw(`
    create table known_browsers (
      user_id integer not null references users on delete cascade,
      key varchar(64) collate "C" not null,
      first_seen_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      primary key (user_id, key))`);
  await db.raw(`
    create table notices (
      id serial primary key,
      user_id integer not null references users on delete cascade,
      kind varchar(32) not null,
      detail jsonb not null default '{}',
      created_at timestamptz not null default now())`);
  await db.raw('create index notices_user on notices (user_id, id)');
}

/** Failed sign-ins by the name that was tried: its owner may see them, see server/account/activity-store.ts. */
async function createAuditIndex(db: Knex): Promise<void> {
  await db.raw(`
    create index auth_audit_name_tried on auth_audit (lower(detail ->> 'username'), id)
     where event in ('login_fail', 'login_throttled')`);
}

export async function up(db: Knex): Promise<void> {
  await addColumns(db);
  await createSettings(db);
  await createTokens(db);
  await createFactors(db);
  await createLinksAndNotices(db);
  await createAuditIndex(db);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index if exists auth_audit_name_tried');
  for (const table of TABLES) await db.raw(`drop table if exists ${table}`);
  await db.raw('alter table user_sessions drop column if exists authenticated_at');
  await db.raw(
    'alter table users drop column if exists must_change_password, drop column if exists second_factor',
  );
}
