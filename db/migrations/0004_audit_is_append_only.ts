/**
 * The audit log refuses change: UPDATE and TRUNCATE always, DELETE unless the transaction says
 * `set local clearview.audit_retention = 'on'`, which only the retention job does. This stops mistakes and
 * injected statements; whoever owns the table can still drop the triggers.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create or replace function clearview_keep_audit() returns trigger
    language plpgsql set search_path = pg_catalog as $$
    begin
      if tg_op = 'DELETE' and current_setting('clearview.audit_retention', true) = 'on' then
        return null;
      end if;
      raise exception 'auth_audit is append-only: % is refused', tg_op
        using errcode = 'insufficient_privilege';
    end $$`);
  await db.raw('drop trigger if exists auth_audit_append_only on auth_audit');
  // Once a statement, also for one that meets no row; in replica mode too.
  await db.raw(`
    create trigger auth_audit_append_only before update or delete or truncate on auth_audit
    for each statement execute function clearview_keep_audit()`);
  await db.raw('alter table auth_audit enable always trigger auth_audit_append_only');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop trigger if exists auth_audit_append_only on auth_audit');
  await db.raw('drop function if exists clearview_keep_audit()');
}
