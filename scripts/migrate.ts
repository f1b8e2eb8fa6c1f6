/**
 * `npm run migrate -- latest|up|down|status`: changes or shows the state of the database of DATABASE_URL, or of
 * the embedded one. The server migrates by itself when it starts; this is for those who want to see it happen.
 */
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { startEmbeddedPostgres } from '../db/embedded/index.js';
import { type ConnectionSettings, createDatabase, settingsFromUrl } from '../db/knex.js';
import {
  appliedMigrations,
  migrateOne,
  migrateToLatest,
  pendingMigrations,
  rollbackAll,
  rollbackLast,
} from '../db/migrate.js';
import { loadConfig } from '../server/config.js';

const USAGE = `Usage: npm run migrate -- <command>
  latest        apply everything that is pending
  up            apply the next one
  down          revert the last one; what its tables held is lost
  down --all    revert everything
  status        show what is applied and what is pending`;

const COMMANDS: Record<string, (db: Knex, all: boolean) => Promise<void>> = {
  latest: async (db) => report('applied', await migrateToLatest(db)),
  up: async (db) => report('applied', await migrateOne(db)),
  down: async (db, all) => report('reverted', await (all ? rollbackAll(db) : rollbackLast(db))),
  status: async (db) => {
    for (const name of await appliedMigrations(db)) console.log(`applied  ${name}`);
    for (const name of await pendingMigrations(db)) console.log(`pending  ${name}`);
  },
};

function report(done: string, names: string[]): void {
  console.log(names.length === 0 ? 'Nothing to do.' : names.map((name) => `${done}  ${name}`).join('\n'));
}

/** Opens the database the server would use, for as long as the task takes. */
async function withDatabase(task: (db: Knex) => Promise<void>): Promise<void> {
  const config = loadConfig();
  if (config.databaseUrl !== undefined) return withPool(settingsFromUrl(config.databaseUrl), task);
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log: console.error });
  try {
    await withPool(postgres.connection, task);
  } finally {
    await postgres.stop();
  }
}

async function withPool(connection: ConnectionSettings, task: (db: Knex) => Promise<void>): Promise<void> {
  const db = createDatabase(connection, { applicationName: 'clearview migrate', poolMax: 2 });
  try {
    await task(db);
  } finally {
    await db.destroy();
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const command = COMMANDS[positionals[0] ?? ''];
  if (values.help || command === undefined || positionals.length !== 1) {
    (values.help ? console.log : console.error)(USAGE);
    return values.help ? 0 : 2;
  }
  await withDatabase((db) => command(db, values.all));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`Migration failed: ${(error as Error).message}`);
  process.exitCode = 1;
}
