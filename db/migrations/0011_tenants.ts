/**
 * Tenants (organisations), their domains, and how they stood over time.
 *
 * `name_key` is the name as it is compared and ordered: folded by Clearview itself (NFKC, lower case), so that
 * "unique without regard to case" does not hang on the locale of the database. Domains are stored as A-labels in
 * lower case (RFC 5891), and each belongs to one tenant. Who took a tenant in, proved or waived has no foreign
 * key: the name outlives the account, as in the audit log.
 */
import type { Knex } from 'knex';
import { bringBack, setAside } from './takeover/set-aside.js';

/** In the order in which they are dropped. */
const TABLES = ['tenant_scores', 'tenant_domains', 'tenants'];

const INDEXES = {
  tenants_state_id: 'tenants (state, id)',
  tenants_grade_id: "tenants (coalesce(grade, 'Z'), id)",
  tenants_score_id: 'tenants (coalesce(score, -1), id)',
  tenants_last_scan_id: "tenants (coalesce(last_scan_at, '-infinity'::timestamptz), id)",
  tenants_created_id: 'tenants (created_at, id)',
  tenants_updated_id: 'tenants (updated_at, id)',
  tenants_next_scan: "tenants (next_scan_at) where state = 'active'",
  tenant_domains_tenant: 'tenant_domains (tenant_id, position)',
  // What the worker still has to look for, the one it looked for longest ago first.
  tenant_domains_watch: 'tenant_domains (checked_at nulls first) where proof is null',
  tenant_scores_tenant_at: 'tenant_scores (tenant_id, at)',
};

async function createTables(db: Knex): Promise<void> {
  await db.raw(`
    create table tenants (
      id serial primary key,
      name varchar(100) not null,
      name_key varchar(400) collate "C" not null constraint tenants_name_key unique,
      state varchar(16) not null default 'onboarding'
        constraint tenants_state_check check (state in ('onboarding', 'active', 'paused')),
      notes text not null default '',
      created_by integer,
      created_by_name varchar(128),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      revision integer not null default 1,
      score smallint constraint tenants_score_check check (score between 0 and 100),
      grade varchar(1),
      trend smallint[] not null default '{}',
      last_job_id integer,
      last_scan_at timestamptz,
      next_scan_at timestamptz)`);
  await db.raw(`
    create table tenant_domains (
      id serial primary key,
      tenant_id integer not null references tenants on delete cascade,
      domain varchar(253) collate "C" not null constraint tenant_domains_domain_key unique,
      position smallint not null,
      token varchar(32) not null,
      created_at timestamptz not null default now(),
      proof varchar(8) constraint tenant_domains_proof_check check (proof in ('dns', 'file', 'waiver')),
      proved_at timestamptz,
      proved_by integer,
      proved_by_name varchar(128),
      waiver_reason text,
      checked_at timestamptz,
      check_detail text,
      watch_until timestamptz not null default now() + interval '1 day',
      constraint tenant_domains_proved check ((proof is null) = (proved_at is null)))`);
  await db.raw(`
    create table tenant_scores (
      job_id integer primary key,
      tenant_id integer not null references tenants on delete cascade,
      at timestamptz not null,
      score smallint,
      grade varchar(1))`);
}

/** As in 0003: without the extension a search reads the table. */
async function createTextSearch(db: Knex): Promise<void> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regclass('users_username_trgm') is not null as found",
  );
  if (rows[0]?.found !== true) return;
  await db.raw('create index tenants_name_trgm on tenants using gin (name_key gin_trgm_ops)');
  await db.raw('create index tenant_domains_trgm on tenant_domains using gin (domain gin_trgm_ops)');
}

export async function up(db: Knex): Promise<void> {
  await setAside(db, TABLES);
  await createTables(db);
  for (const [name, on] of Object.entries(INDEXES)) await db.raw(`create index ${name} on ${on}`);
  await createTextSearch(db);
}

export async function down(db: Knex): Promise<void> {
  for (const table of TABLES) await db.raw('drop table if exists ??', [table]);
  await bringBack(db, TABLES);
}
