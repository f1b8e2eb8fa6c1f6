/**
 * Tools for bringing a table of an earlier edition to the form of today. Every function looks at what is there
 * and does nothing where that is right already, so that they can run over a table made a moment ago.
 */
import type { Knex } from 'knex';

export interface Column {
  data_type: string;
  udt_name: string;
  character_maximum_length: number | null;
  column_default: string | null;
  is_nullable: 'YES' | 'NO';
  is_identity: 'YES' | 'NO';
}

/** What a column shall be: `type` in SQL, how an old value becomes one, and its default, if it has one. */
export interface Wanted {
  type: string;
  using?: string;
  default?: string;
}

/** @returns the column as the catalogue has it, or undefined. */
export async function columnOf(db: Knex, table: string, column: string): Promise<Column | undefined> {
  const { rows } = await db.raw<{ rows: Column[] }>(
    `select data_type, udt_name, character_maximum_length, column_default, is_nullable, is_identity
       from information_schema.columns
      where table_schema = current_schema() and table_name = ? and column_name = ?`,
    [table, column],
  );
  return rows[0];
}

/** Adds the column where it is missing, and changes its type and default where they differ. */
export async function bringColumn(db: Knex, table: string, column: string, wanted: Wanted): Promise<void> {
  const found = await columnOf(db, table, column);
  if (found === undefined) {
    await db.raw(`alter table ?? add column ?? ${wanted.type}`, [table, column]);
  } else if (typeOf(found) !== wanted.type) {
    // The old default may not fit the new type; the new one is set below.
    await db.raw('alter table ?? alter column ?? drop default', [table, column]);
    const using = wanted.using ?? `"${column}"::${wanted.type}`;
    await db.raw(`alter table ?? alter column ?? type ${wanted.type} using ${using}`, [table, column]);
  }
  if (wanted.default !== undefined) {
    await db.raw(`alter table ?? alter column ?? set default ${wanted.default}`, [table, column]);
  }
}

/** As bringColumn, for points in time: the earlier edition wrote UTC into columns without a time zone. */
export async function bringTime(db: Knex, table: string, column: string, value?: string): Promise<void> {
  const found = await columnOf(db, table, column);
  const naive = found?.data_type === 'timestamp without time zone';
  await bringColumn(db, table, column, {
    type: 'timestamp with time zone',
    using: naive ? `"${column}" at time zone 'UTC'` : `"${column}"::timestamptz`,
    default: value,
  });
}

/** Fills the gaps with `value` (SQL) and forbids new ones. */
export async function forbidNull(db: Knex, table: string, column: string, value?: string): Promise<void> {
  if (value !== undefined) {
    await db.raw(`update ?? set ?? = ${value} where ?? is null`, [table, column, column]);
  }
  await db.raw('alter table ?? alter column ?? set not null', [table, column]);
}

/** Drops every foreign key that starts at exactly this column. */
export async function dropForeignKeys(db: Knex, table: string, column: string): Promise<void> {
  const { rows } = await db.raw<{ rows: { conname: string }[] }>(
    `select c.conname from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
      where c.contype = 'f' and c.conrelid = to_regclass(?) and a.attname = ?`,
    [table, column],
  );
  for (const { conname } of rows) await db.raw('alter table ?? drop constraint ??', [table, conname]);
}

/**
 * Sees to it that new rows get an id above all that exist, also after rows were copied in with theirs.
 * A key without any default (a table restored by hand) gets a sequence.
 */
export async function bringSequence(db: Knex, table: string): Promise<void> {
  const id = await columnOf(db, table, 'id');
  if (id?.column_default === null && id.is_identity === 'NO') {
    const sequence = `${table}_id_seq`;
    await db.raw('create sequence if not exists ?? owned by ??.??', [sequence, table, 'id']);
    await db.raw(`alter table ?? alter column id set default nextval('${sequence}')`, [table]);
  }
  const { rows } = await db.raw<{ rows: { name: string | null }[] }>(
    "select pg_get_serial_sequence(?, 'id') as name",
    [table],
  );
  const name = rows[0]?.name;
  if (name == null) return;
  await db.raw(
    `select setval(?::regclass, greatest((select max(id) from ??), (select last_value from ${name})))
      where exists (select 1 from ??)`,
    [name, table, table],
  );
}

/** The type in the words of the catalogue, so that it compares with what a migration writes. */
function typeOf(column: Column): string {
  if (column.data_type !== 'character varying') return column.data_type;
  const length = column.character_maximum_length;
  return length === null ? 'character varying' : `character varying(${length})`;
}
