/** Lists the migrations by name without file extension, so that tsx (.ts) and the build (.js) share a history. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Knex } from 'knex';

const here = fileURLToPath(import.meta.url);
const folder = path.join(path.dirname(here), 'migrations');
/** Not *.d.ts and *.js.map, which a build may put beside them. */
const MIGRATION = /^(\d{4}_\w+)\.(ts|js)$/;

async function names(): Promise<string[]> {
  const found = (await readdir(folder)).map((file) => MIGRATION.exec(file)?.[1]);
  return [...new Set(found.filter((name) => name !== undefined))].sort();
}

/** For Knex's `migrationSource`. */
export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: names,
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const file = path.join(folder, name + path.extname(here));
    return (await import(pathToFileURL(file).href)) as Knex.Migration;
  },
};
