/**
 * The audit log by months: a partition for each month (UTC) of `ts`, so that a month past its retention is dropped
 * and not deleted row by row. What is there becomes one partition, `auth_audit_earlier`, without a row being moved;
 * a row of a month without a partition goes to `auth_audit_default`, so that an insert never fails for want of one.
 *
 * The functions for months stand in the database, as migrations, housekeeping, a restore and whoever fills a
 * database by hand must make them alike:
 * - `clearview_audit_parts()` lists the partitions with a range,
 * - `clearview_guard_audit(table)` gives a table the triggers, which partitions do not inherit,
 * - `clearview_audit_month(moment)` makes the month of a moment.
 */
import type { Knex } from 'knex';
import { holdTables } from './tools/hold-tables.js';

/** Those that stay as they were, by what comes after their table's name; the old ones are attached. */
const KEPT = {
  event_id: '(event, id)',
  user_id: '(user_id, id) where user_id is not null',
  ts_id: '(ts, id)',
  target_id: "((detail ->> 'target'), id) where detail \\? 'target'",
  name_tried: "(lower(detail ->> 'username'), id) where event in ('login_fail', 'login_throttled')",
};

/** Ordered by bytes, so that they find beginnings too, in any locale. */
const BY_BYTES = {
  ip_id: '(ip collate "C", id)',
  username_id: '(username collate "C", id) where username is not null',
};

const OLD_ADDRESSES = '(ip, id)';

/** Where there is pg_trgm, see 0003_text_search.ts. */
const SEARCH =
  "using gin ((coalesce(username, '') || ' ' || event || ' ' || coalesce(ip, '') || ' ' || detail::text) gin_trgm_ops)";

/** How many months there are beyond this one. */
const AHEAD = 3;

const PARTS = `
  create function clearview_audit_parts(out name text, out "from" timestamptz, out until timestamptz)
  returns setof record language sql stable set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
    select relname,
           coalesce(substring(bound from $q$FROM \\('([^']+)'\\)$q$)::timestamptz, '-infinity'),
           coalesce(substring(bound from $q$TO \\('([^']+)'\\)$q$)::timestamptz, 'infinity')
      from (select c.relname::text, pg_get_expr(c.relpartbound, c.oid) as bound
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'auth_audit'::regclass) as parts
     where bound <> 'DEFAULT'
     order by 2
  $$`;

/** Whoever writes to a partition directly is refused too, and told of. */
const GUARD = `
  create function clearview_guard_audit(name regclass) returns void language plpgsql as $$
  begin
    execute format('create trigger auth_audit_append_only before update or delete or truncate on %s
                    for each statement execute function clearview_keep_audit()', name);
    execute format('alter table %s enable always trigger auth_audit_append_only', name);
    execute format('create trigger auth_audit_notify after insert on %s
                    for each statement execute function clearview_tell_audit()', name);
  end $$`;

/**
 * Waits for no writer but for one to the default partition: ATTACH leaves the parent open, CREATE ... PARTITION OF
 * would not. Rows that came to the default partition before are moved; of a great many the month is left there,
 * where they are found as well, as nobody could write meanwhile.
 */
const MONTH = `
  create function clearview_audit_month(moment timestamptz) returns boolean language plpgsql as $$
  declare
    local timestamp := date_trunc('month', moment at time zone 'UTC');
    lower_end timestamptz := local at time zone 'UTC';
    upper_end timestamptz := (local + interval '1 month') at time zone 'UTC';
    part text := 'auth_audit_' || to_char(local, 'YYYY_MM');
    before text := coalesce(current_setting('clearview.audit_retention', true), '');
  begin
    -- Makers take turns.
    lock table only auth_audit in share update exclusive mode;
    if exists (select from clearview_audit_parts() p where p.from < upper_end and p.until > lower_end) then
      return false;
    end if;
    lock table auth_audit_default in access exclusive mode;
    if (select count(*) from (select from auth_audit_default
          where ts >= lower_end and ts < upper_end limit 10001) as early) > 10000 then
      return false;
    end if;
    execute format('create table %I (like auth_audit including defaults including constraints)', part);
    perform set_config('clearview.audit_retention', 'on', true);
    execute format('with moved as (delete from auth_audit_default where ts >= $1 and ts < $2 returning *)
                    insert into %I select * from moved', part) using lower_end, upper_end;
    perform set_config('clearview.audit_retention', before, true);
    execute format('alter table auth_audit attach partition %I for values from (%L) to (%L)',
                   part, lower_end, upper_end);
    perform clearview_guard_audit(part::regclass);
    return true;
  end $$`;

/**
 * All tables that this migration and those after it change, as they are one transaction. Those who work with them all
 * end at the log, but a sign-in comes from the account to its session, and every request from its session to the account,
 * so no order suits both. In this one requests, by far the most, wait at the first table and hold nothing that we need.
 */
const CHANGED = ['user_sessions', 'users', 'tenants', 'tenant_domains', 'jobs', 'auth_audit'];

export async function up(db: Knex): Promise<void> {
  await holdTables(db, CHANGED);
  const sequence = await bringPlainSequence(db);
  await setAside(db);
  await createParent(db, sequence);
  await createFunctions(db);
  await db.raw('create table auth_audit_default partition of auth_audit default');
  await attachEarlier(db);
  for (const name of ['auth_audit', 'auth_audit_default']) {
    await db.raw('select clearview_guard_audit(?::regclass)', [name]);
  }
  for (let month = 0; month <= AHEAD; month += 1) {
    await db.raw('select clearview_audit_month(now() + make_interval(months => ?))', [month]);
  }
}

export async function down(db: Knex): Promise<void> {
  // All that it changes: each step back is a transaction of its own.
  await db.raw('lock table auth_audit in access exclusive mode');
  const hasSearch = await isThere(db, 'auth_audit_search');
  await db.raw('create table auth_audit_plain (like auth_audit including defaults including constraints)');
  await db.raw('insert into auth_audit_plain select * from auth_audit');
  await copyRights(db, 'auth_audit', 'auth_audit_plain');
  await takeSequence(db, await sequenceOf(db), 'auth_audit_plain');
  await db.raw('drop table auth_audit');
  await db.raw('alter table auth_audit_plain rename to auth_audit');
  await db.raw('alter table auth_audit add constraint auth_audit_pkey primary key (id)');
  const indexes = { ...KEPT, ip_id: OLD_ADDRESSES, ...(hasSearch ? { search: SEARCH } : {}) };
  for (const [name, definition] of Object.entries(indexes)) await createIndex(db, name, definition);
  await db.raw("select clearview_guard_audit('auth_audit')");
  await db.raw('drop function clearview_audit_month(timestamptz)');
  await db.raw('drop function clearview_guard_audit(regclass)');
  await db.raw('drop function clearview_audit_parts()');
}

/** An identity column cannot be in a partition before PostgreSQL 17: it becomes a default. @returns the sequence */
async function bringPlainSequence(db: Knex): Promise<string> {
  const name = await sequenceOf(db);
  const { rows } = await db.raw<{ rows: { next: string | null }[] }>(
    `select case when attidentity <> '' then nextval(?::regclass)::text end as next from pg_attribute
      where attrelid = 'auth_audit'::regclass and attname = 'id'`,
    [name],
  );
  const next = rows[0]?.next ?? null;
  if (next === null) return name;
  await db.raw('alter table auth_audit alter column id drop identity');
  await db.raw(`create sequence auth_audit_id_seq start with ${next} minvalue 1 owned by auth_audit.id`);
  await db.raw("alter table auth_audit alter column id set default nextval('auth_audit_id_seq')");
  return 'auth_audit_id_seq';
}

async function sequenceOf(db: Knex): Promise<string> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    "select pg_get_serial_sequence('auth_audit', 'id') as name",
  );
  return rows[0]!.name;
}

/** The sequence is dropped with the table that owns it. */
const takeSequence = (db: Knex, sequence: string, table: string): Knex.Raw =>
  db.raw(`alter sequence ${sequence} owned by ${table}.id`);

async function isThere(db: Knex, name: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    'select to_regclass(?) is not null as found',
    [name],
  );
  return rows[0]!.found;
}

/** Gives the old table and all that has its name by it another one. */
async function setAside(db: Knex): Promise<void> {
  await db.raw('alter table auth_audit rename to auth_audit_earlier');
  const key = await db.raw<{ rows: { name: string }[] }>(
    "select conname as name from pg_constraint where conrelid = 'auth_audit_earlier'::regclass and contype = 'p'",
  );
  for (const { name } of key.rows) await db.raw('alter table auth_audit_earlier drop constraint ??', [name]);
  // Ordered as its locale has it: its successor is made below.
  await db.raw('drop index if exists auth_audit_ip_id');
  for (const name of [...Object.keys(KEPT), 'search']) {
    await db.raw('alter index if exists ?? rename to ??', [
      `auth_audit_${name}`,
      `auth_audit_earlier_${name}`,
    ]);
  }
}

const createIndex = (db: Knex, name: string, definition: string): Knex.Raw =>
  db.raw(`create index auth_audit_${name} on auth_audit ${definition}`);

async function createParent(db: Knex, sequence: string): Promise<void> {
  await db.raw(`
    create table auth_audit (like auth_audit_earlier including defaults including constraints including comments)
    partition by range (ts)`);
  await takeSequence(db, sequence, 'auth_audit');
  await copyRights(db, 'auth_audit_earlier', 'auth_audit');
  // A key must have what the partitions go by in it; ids are one sequence's, so each is there once.
  await db.raw('alter table auth_audit add constraint auth_audit_pkey primary key (id, ts)');
  const hasSearch = await isThere(db, 'auth_audit_earlier_search');
  const indexes = { ...KEPT, ...BY_BYTES, ...(hasSearch ? { search: SEARCH } : {}) };
  for (const [name, definition] of Object.entries(indexes)) await createIndex(db, name, definition);
}

/** What `like` leaves out: the table's comment, and who else may read it. */
async function copyRights(db: Knex, from: string, to: string): Promise<void> {
  await db.raw(`
    do $$
    declare given record;
    begin
      execute format('comment on table ${to} is %L', obj_description('${from}'::regclass, 'pg_class'));
      for given in select case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end as role,
                          privilege_type as what, is_grantable
                     from pg_class, aclexplode(relacl)
                    where pg_class.oid = '${from}'::regclass and grantee <> relowner loop
        execute format('grant %s on ${to} to %s', given.what, given.role)
          || case when given.is_grantable then ' with grant option' else '' end;
      end loop;
    end $$`);
}

async function createFunctions(db: Knex): Promise<void> {
  for (const definition of [PARTS, GUARD, MONTH]) await db.raw(definition.replaceAll('?', '\\?'));
}

/**
 * Makes the old table the partition of everything up to the month after its newest row. Its indexes are found to
 * be those of the parent by their definition; only the new ones are built. Rows of a clock that was wrong by more
 * than a month go where such rows will go: else no month would ever begin.
 */
async function attachEarlier(db: Knex): Promise<void> {
  const { rows } = await db.raw<{ rows: { until: string | null }[] }>(
    `select ((date_trunc('month', least(max(ts), now()) at time zone 'UTC') + interval '1 month')
             at time zone 'UTC')::text as until
       from auth_audit_earlier having max(ts) is not null`,
  );
  const until = rows[0]?.until;
  if (until == null) {
    await db.raw('drop table auth_audit_earlier');
    return;
  }
  await db.raw("set local clearview.audit_retention = 'on'");
  await db.raw(
    `with ahead as (delete from auth_audit_earlier where ts >= ? returning *)
     insert into auth_audit_default select * from ahead`,
    [until],
  );
  await db.raw("set local clearview.audit_retention = ''");
  await db.raw(
    `alter table auth_audit attach partition auth_audit_earlier for values from (minvalue) to ('${until}')`,
  );
}
