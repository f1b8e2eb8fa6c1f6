/**
 * Jobs (scans) and what they found.
 *
 * A job that runs is held by a lease: `lease` names who holds it, `lease_until` how long they may go on without
 * a sign of life. Whoever writes for a job names the lease, so that a worker that was thought dead and comes back
 * writes nothing. `version` rises with every change of any job that can be seen: by it a watcher asks what is new,
 * and a trigger wakes the watchers on the channel `clearview_jobs`.
 */
import type { Knex } from 'knex';
import { bringBack, setAside } from './takeover/set-aside.js';

/** In the order in which they are dropped. */
const TABLES = ['findings', 'jobs'];

const INDEXES = {
  jobs_tenant_id: 'jobs (tenant_id, id)',
  jobs_state_id: 'jobs (state, id)',
  jobs_created_id: 'jobs (created_at, id)',
  jobs_started_id: "jobs (coalesce(started_at, '-infinity'::timestamptz), id)",
  jobs_finished_id: "jobs (coalesce(finished_at, 'infinity'::timestamptz), id)",
  jobs_score_id: 'jobs (coalesce(score, -1), id)',
  jobs_version: 'jobs (version)',
  // Whose worker may have died.
  jobs_lease: "jobs (lease_until) where state = 'running'",
};

/** What somebody who watches a job can see. That its holder is alive, every few seconds, is no news for them. */
const VISIBLE =
  'state, run_after, started_at, finished_at, attempts, checks_done, checks_total, current, error, score, grade';

async function createTables(db: Knex): Promise<void> {
  await db.raw('create sequence jobs_version_seq as bigint');
  await db.raw(`
    create table jobs (
      id serial primary key,
      tenant_id integer not null references tenants on delete cascade,
      state varchar(16) not null default 'queued' constraint jobs_state_check
        check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
      trigger varchar(16) not null constraint jobs_trigger_check
        check (trigger in ('manual', 'schedule', 'onboarding', 'retry')),
      requested_by integer,
      requested_by_name varchar(128),
      created_at timestamptz not null default now(),
      run_after timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      attempts smallint not null default 0,
      max_attempts smallint not null default 3,
      checks_done smallint not null default 0,
      checks_total smallint not null default 0,
      current varchar(300),
      error text,
      retry_of integer,
      score smallint,
      grade varchar(1),
      lease uuid,
      lease_until timestamptz,
      version bigint not null default nextval('jobs_version_seq'),
      constraint jobs_lease_check check ((state = 'running') = (lease is not null)),
      constraint jobs_over_check check ((state in ('queued', 'running')) = (finished_at is null)))`);
  // Of a tenant one job at a time is waiting or running, however many ask at once.
  await db.raw("create unique index jobs_one_alive on jobs (tenant_id) where state in ('queued', 'running')");
  await db.raw(`
    create table findings (
      job_id integer not null references jobs on delete cascade,
      domain varchar(253) collate "C" not null,
      check_id varchar(64) collate "C" not null,
      status varchar(8) not null
        constraint findings_status_check check (status in ('pass', 'warn', 'fail', 'unknown')),
      summary text not null,
      evidence jsonb not null default '[]',
      seen_at timestamptz not null default now(),
      primary key (job_id, domain, check_id))`);
}

async function createTriggers(db: Knex): Promise<void> {
  await db.raw(`
    create function clearview_job_version() returns trigger language plpgsql as $$
    begin
      new.version := nextval('jobs_version_seq');
      return new;
    end $$`);
  await db.raw(`
    create trigger jobs_version before update of ${VISIBLE} on jobs
    for each row execute function clearview_job_version()`);
  await db.raw(`
    create function clearview_tell_jobs() returns trigger
    language plpgsql set search_path = pg_catalog as $$
    begin
      perform pg_notify('clearview_jobs', '');
      return null;
    end $$`);
  await db.raw(`
    create trigger jobs_notify after insert or delete or update of ${VISIBLE} on jobs
    for each statement execute function clearview_tell_jobs()`);
}

export async function up(db: Knex): Promise<void> {
  await setAside(db, TABLES);
  await createTables(db);
  for (const [name, on] of Object.entries(INDEXES)) await db.raw(`create index ${name} on ${on}`);
  await createTriggers(db);
}

export async function down(db: Knex): Promise<void> {
  for (const table of TABLES) await db.raw('drop table if exists ??', [table]);
  await db.raw('drop sequence if exists jobs_version_seq');
  for (const name of ['clearview_job_version', 'clearview_tell_jobs'])
    await db.raw(`drop function if exists ${name}()`);
  await bringBack(db, TABLES);
}
