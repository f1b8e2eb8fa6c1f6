/** A database for each test file, cloned from a template that is migrated once a run. */
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { type ConnectionSettings, createDatabase } from '../../db/knex.js';
import { migrateToLatest } from '../../db/migrate.js';
import { testServer } from './postgres.js';

export interface TestDatabase {
  connection: ConnectionSettings;
  db: Knex;
  name: string;
  /** Ends the pool and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** What was made and not yet dropped. */
const made = new Set<string>();
let template: Promise<string> | undefined;

/**
 * @param options.migrated false for an empty database; true by default.
 * @returns a database of its own. Call `drop()` in an `after` hook.
 */
export async function createTestDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const from = options.migrated === false ? undefined : await (template ??= makeTemplate());
  const name = `clearview_test_${randomBytes(6).toString('hex')}`;
  const connection = await createNamed(name, from);
  const db = createDatabase(connection, { applicationName: name });
  const drop = async () => {
    await db.destroy();
    await dropTestDatabase(name);
  };
  return { connection, db, name, drop };
}

/** Drops all databases of this run; for the end of the run. */
export async function dropTestDatabases(): Promise<void> {
  for (const name of made) await dropTestDatabase(name).catch(() => undefined);
  template = undefined;
}

/** @throws Error for a name that no test can have made. */
export async function dropTestDatabase(name: string): Promise<void> {
  if (!/^clearview_test_\w+$/.test(name)) throw new Error(`Not a test's database, not dropped: ${name}`);
  await asAdmin((admin) => admin.raw('drop database if exists ?? with (force)', [name]));
  made.delete(name);
}

async function makeTemplate(): Promise<string> {
  const name = `clearview_test_template_${randomBytes(6).toString('hex')}`;
  const db = createDatabase(await createNamed(name));
  try {
    await migrateToLatest(db);
  } finally {
    await db.destroy();
  }
  return name;
}

async function createNamed(name: string, from?: string): Promise<ConnectionSettings> {
  const server = await testServer();
  const owner = server.owner === undefined ? '' : `owner ${server.owner}`;
  const source = from === undefined ? "template template0 encoding 'UTF8'" : `template ${from}`;
  made.add(name);
  // A connection to the template that is just closing would refuse the clone: knex.destroy() does not wait for it.
  for (let tries = 1; ; tries++) {
    try {
      await asAdmin((admin) => admin.raw(`create database ?? ${owner} ${source}`, [name]));
      return server.settingsFor(name);
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function asAdmin(task: (admin: Knex) => Promise<unknown>): Promise<void> {
  const server = await testServer();
  const admin = createDatabase(server.admin, { poolMax: 1, statementTimeout: 0 });
  try {
    await task(admin);
  } finally {
    await admin.destroy();
  }
}
