/**
 * Tables of an earlier edition that bear the names of ours and hold something else. Nothing of them is lost: they
 * are moved, with their rows, keys and indexes, into a schema of their own, and come back when ours go.
 */
import type { Knex } from 'knex';

const SCHEMA = 'clearview_earlier';

async function exists(db: Knex, table: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    'select to_regclass(?) is not null as found',
    [table],
  );
  return rows[0]?.found === true;
}

/** Makes room for tables that are about to be made. */
export async function setAside(db: Knex, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    if (!(await exists(db, table))) continue;
    await db.raw('create schema if not exists ??', [SCHEMA]);
    await db.raw('alter table ?? set schema ??', [table, SCHEMA]);
  }
}

/** Puts back what was set aside, when ours are gone. */
export async function bringBack(db: Knex, tables: readonly string[]): Promise<void> {
  const { rows } = await db.raw<{ rows: { name: string | null }[] }>('select current_schema() as name');
  for (const table of tables) {
    if (!(await exists(db, `${SCHEMA}.${table}`))) continue;
    await db.raw('alter table ?? set schema ??', [`${SCHEMA}.${table}`, rows[0]?.name ?? 'public']);
  }
}
