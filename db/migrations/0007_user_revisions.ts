/**
 * `users.revision` counts the changes of what an account is, for `ETag` and `If-Match`: a new password or a
 * sign-in is no such change. And an index for every order and filter of the list of users.
 *
 * Two of them move with each sign-in, which costs it a few hundredths of a millisecond beside the tens that
 * hashing takes. No index is on `revision`: nobody asks by it.
 */
import type { Knex } from 'knex';

const INDEXES = {
  // Also answers who has never signed in.
  users_last_login_id: "users (coalesce(last_login_at, '-infinity'::timestamptz), id)",
  // When somebody was last seen: who never signed in, when the account was made.
  users_seen_id: 'users (coalesce(last_login_at, created_at), id)',
  users_updated_id: 'users (updated_at, id)',
  // Few administrators among many users, few inactive among many active: else each count reads the table.
  users_role_id: 'users (role, id)',
  users_active_id: 'users (is_active, id)',
};

export async function up(db: Knex): Promise<void> {
  await db.raw('alter table users add column if not exists revision integer not null default 1');
  await db.raw(`
    create or replace function clearview_revise() returns trigger
    language plpgsql set search_path = pg_catalog as $$
    begin
      new.revision := old.revision + 1;
      return new;
    end $$`);
  await db.raw('drop trigger if exists users_revise on users');
  await db.raw(`
    create trigger users_revise before update of username, role, is_active on users
    for each row when (
      (old.username, old.role, old.is_active) is distinct from (new.username, new.role, new.is_active)
    ) execute function clearview_revise()`);
  for (const [name, on] of Object.entries(INDEXES))
    await db.raw(`create index if not exists ${name} on ${on}`);
}

export async function down(db: Knex): Promise<void> {
  for (const name of Object.keys(INDEXES)) await db.raw('drop index if exists ??', [name]);
  await db.raw('drop trigger if exists users_revise on users');
  await db.raw('drop function if exists clearview_revise()');
  await db.raw('alter table users drop column if exists revision');
}
