/**
 * A session gets a number by which administrators see and end it: the primary key is made from the cookie's value
 * and is for the database alone. Sessions come and go, so the numbers begin anew when they are used up.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  // Rows that are there already are given theirs by this statement.
  await db.raw('alter table user_sessions add column public_id integer generated always as identity (cycle)');
  await db.raw('create unique index user_sessions_public_id on user_sessions (public_id)');
  await db.raw('create index user_sessions_last_seen on user_sessions (last_seen_at, public_id)');
}

export async function down(db: Knex): Promise<void> {
  // Takes its sequence and both indexes along.
  await db.raw('alter table user_sessions drop column if exists public_id');
}
