/** What guards the door: counters of failed sign-ins, addresses known to be the owner's, and "setup is over". */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table guess_counters (
      key varchar(64) primary key,
      failures integer not null constraint guess_counters_failures_check check (failures >= 0),
      window_ends_at timestamptz not null)`);
  await db.raw('create index guess_counters_window_ends_at on guess_counters (window_ends_at)');
  await db.raw(`
    create table known_addresses (
      user_id integer not null references users (id) on delete cascade,
      address varchar(64) not null,
      last_login_at timestamptz not null default now(),
      primary key (user_id, address))`);
  await db.raw(`
    create table setup_state (
      singleton boolean primary key default true constraint setup_state_singleton_check check (singleton),
      completed_at timestamptz not null default now())`);
  // A fact that is stored, never derived from a count: deleting accounts must not open setup again.
  await db.raw('insert into setup_state (singleton) select true where exists (select 1 from users)');
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['setup_state', 'known_addresses', 'guess_counters']) {
    await db.raw('drop table if exists ??', [table]);
  }
}
