/** The whole schema as text, to compare one with another. */
import type { Knex } from 'knex';

const PARTS = [
  `select table_name, column_name, data_type, character_maximum_length, column_default, is_nullable
     from information_schema.columns where table_schema = 'public'`,
  "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
  `select conrelid::regclass::text as on_table, conname, pg_get_constraintdef(oid) as definition
     from pg_constraint where connamespace = 'public'::regnamespace`,
  `select tgrelid::regclass::text as on_table, tgname, tgenabled, pg_get_triggerdef(oid) as definition
     from pg_trigger where not tgisinternal`,
  `select proname, prosrc from pg_proc p where pronamespace = 'public'::regnamespace
      and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  "select relname, reloptions from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
  "select sequencename, data_type::text from pg_sequences where schemaname = 'public'",
];

/** @param tables only these, when given. @returns one line for each thing, sorted. Knex's own tables are left out. */
export async function schemaOf(db: Knex, tables?: string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const part of PARTS) {
    const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(part.replaceAll('?', '\\?'));
    lines.push(...rows.map((row) => JSON.stringify(row)));
  }
  const ours = lines.filter((line) => !line.includes('knex_migrations'));
  const wanted =
    tables === undefined ? ours : ours.filter((line) => tables.some((name) => line.includes(name)));
  return wanted.sort();
}
