/**
 * How many sign-ins each hour had, so that no figure has to be counted from a whole log, and so that figures
 * outlive the rows they were counted from. `sign_in_hours` has a row for an hour (UTC) and event with any at all;
 * `sign_in_rollup` says up to which hour they are complete. Without a row in it nothing has been counted yet.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table sign_in_hours (
      hour timestamptz not null,
      event varchar(32) not null,
      count bigint not null constraint sign_in_hours_count_check check (count > 0),
      primary key (hour, event))`);
  await db.raw(`
    create table sign_in_rollup (
      singleton boolean primary key default true constraint sign_in_rollup_singleton_check check (singleton),
      complete_until timestamptz not null)`);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['sign_in_rollup', 'sign_in_hours']) await db.raw('drop table if exists ??', [table]);
}
