/**
 * Whoever adds to the audit log says so on the channel `clearview_audit`, by a trigger, so that no writer can
 * forget it: another process, a script, an administrator's psql. The message is empty, so a transaction sends
 * one however much it writes, and no row's content passes by permissions.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create or replace function clearview_tell_audit() returns trigger
    language plpgsql set search_path = pg_catalog as $$
    begin
      perform pg_notify('clearview_audit', '');
      return null;
    end $$`);
  await db.raw('drop trigger if exists auth_audit_notify on auth_audit');
  await db.raw(`
    create trigger auth_audit_notify after insert on auth_audit
    for each statement execute function clearview_tell_audit()`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop trigger if exists auth_audit_notify on auth_audit');
  await db.raw('drop function if exists clearview_tell_audit()');
}
