/**
 * Indexes that answer more by themselves. Those that decide whether a name is taken hold what a search for beginnings
 * of names is counted by and gives, so that no row is read for it. And scores have an order within a grade and within a
 * state: in the order of all scores those of one grade may be far away, and jobs that were cancelled have none at all.
 */
import type { Knex } from 'knex';
import { holdTables } from './tools/hold-tables.js';

const ADDED = {
  tenants_grade_score: "tenants (coalesce(grade, 'Z'), coalesce(score, -1), id)",
  jobs_state_score: 'jobs (state, coalesce(score, -1), id)',
};

async function makeNames(db: Knex, heldOfUsers: string, heldOfTenants: string): Promise<void> {
  await db.raw('drop index users_username_key');
  await db.raw(
    `create unique index users_username_key on users (lower(username collate "C")) ${heldOfUsers}`,
  );
  await db.raw(`
    alter table tenants drop constraint tenants_name_key,
      add constraint tenants_name_key unique (name_key) ${heldOfTenants}`);
}

/** Held from the beginning: at no moment may a name be taken twice. */
const CHANGED = ['users', 'tenants', 'jobs'];

export async function up(db: Knex): Promise<void> {
  await holdTables(db, CHANGED);
  await makeNames(db, 'include (username, id)', 'include (id)');
  for (const [name, on] of Object.entries(ADDED)) await db.raw(`create index ${name} on ${on}`);
}

export async function down(db: Knex): Promise<void> {
  await holdTables(db, CHANGED);
  for (const name of Object.keys(ADDED)) await db.raw(`drop index ${name}`);
  await makeNames(db, '', '');
}
