/** Brings an `auth_audit` table of the earlier Python edition to today's form. No row is dropped. */
import type { Knex } from 'knex';
import { bringColumn, bringSequence, bringTime, columnOf, dropForeignKeys, forbidNull } from './columns.js';
import { addressType } from './sessions.js';
import type { Change } from './users.js';

/** Changes the table in place, then writes down what happened to accounts. */
export async function takeOverAudit(db: Knex, changes: Change[]): Promise<void> {
  // The row outlives the account: no key, or deleting a user would rewrite history.
  await dropForeignKeys(db, 'auth_audit', 'user_id');
  await bringId(db);
  await bringDetail(db);
  await bringTime(db, 'auth_audit', 'ts', 'now()');
  await bringColumn(db, 'auth_audit', 'user_id', { type: 'integer' });
  await bringText(db, 'username', 128);
  await bringText(db, 'event', 32);
  await bringColumn(db, 'auth_audit', 'ip', await addressType(db, 'auth_audit'));
  await forbidNull(db, 'auth_audit', 'ts', 'now()');
  await forbidNull(db, 'auth_audit', 'event', "'unknown'");
  for (const change of changes) await writeDown(db, change);
}

async function bringId(db: Knex): Promise<void> {
  await bringSequence(db, 'auth_audit');
  const id = await columnOf(db, 'auth_audit', 'id');
  if (id?.data_type === 'bigint') return;
  await db.raw('alter table auth_audit alter column id type bigint');
  const { rows } = await db.raw<{ rows: { name: string | null }[] }>(
    "select pg_get_serial_sequence('auth_audit', 'id') as name",
  );
  const name = rows[0]?.name;
  // An identity column's sequence has followed its column already.
  if (name != null && id?.is_identity === 'NO') await db.raw(`alter sequence ${name} as bigint`);
}

/** `detail` is always an object: what is none is wrapped, what is no JSON at all is kept as text. */
async function bringDetail(db: Knex): Promise<void> {
  const found = await columnOf(db, 'auth_audit', 'detail');
  if (found !== undefined && found.data_type !== 'jsonb') await parseDetail(db);
  await bringColumn(db, 'auth_audit', 'detail', { type: 'jsonb', default: "'{}'" });
  await db.raw(
    `update auth_audit
        set detail = case jsonb_typeof(detail) when 'null' then '{}' else jsonb_build_object('value', detail) end
      where jsonb_typeof(detail) <> 'object'`,
  );
  await forbidNull(db, 'auth_audit', 'detail', "'{}'");
}

async function parseDetail(db: Knex): Promise<void> {
  await db.raw(`
    create function pg_temp.clearview_parse(value text) returns jsonb language plpgsql as $$
    begin
      if trim(value) = '' then return '{}'; end if;
      return value::jsonb;
    exception when others then
      return jsonb_build_object('text', value);
    end $$`);
  await db.raw('alter table auth_audit alter column detail drop default');
  await db.raw(
    'alter table auth_audit alter column detail type jsonb using pg_temp.clearview_parse(detail::text)',
  );
}

/** A longer text than the column may hold goes to `detail` in full. */
async function bringText(db: Knex, column: 'username' | 'event', length: number): Promise<void> {
  await bringColumn(db, 'auth_audit', column, { type: 'text' });
  await db.raw(
    `update auth_audit set detail = detail || jsonb_build_object('full_${column}', "${column}")
      where length("${column}") > ${length}`,
  );
  const type = `character varying(${length})`;
  await bringColumn(db, 'auth_audit', column, { type, using: `left("${column}", ${length})` });
}

async function writeDown(db: Knex, { id, username, role, from }: Change): Promise<void> {
  const detail = { target: id, username, ...(role === undefined ? {} : { role }), from };
  await db.raw("insert into auth_audit (event, detail) values ('user_update', ?::jsonb)", [
    JSON.stringify(detail),
  ]);
}
