/** `users.updated_at` follows every change of what an account is; signing in is no such change. */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create or replace function clearview_touch() returns trigger
    language plpgsql set search_path = pg_catalog as $$
    begin
      new.updated_at := now();
      return new;
    end $$`);
  await db.raw('drop trigger if exists users_touch on users');
  await db.raw(`
    create trigger users_touch before update of username, password_hash, role, is_active on users
    for each row execute function clearview_touch()`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop trigger if exists users_touch on users');
  await db.raw('drop function if exists clearview_touch()');
}
