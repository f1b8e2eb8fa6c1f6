/** Databases of a size: made by the product's own migrations, filled by SQL, and kept for as long as they fit. */
import argon2 from 'argon2';
import type pg from 'pg';
import { createDatabase, settingsFromUrl } from '../../../db/knex.js';
import { knownMigrations, migrateToLatest } from '../../../db/migrate.js';
import { readConfig } from '../../../server/config.js';
import { createLogger } from '../../../server/core/logger.js';
import { createDeps } from '../../../server/lifetime.js';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import type { OwnPostgres } from '../postgres.js';
import { startProgress } from '../../cli/progress.js';
import type { Size } from '../suite.js';
import { addRows, type Bulk } from './bulk.js';
import { PASSWORD } from './people.js';
import { bulksOf, NUMBERED } from './tables.js';

/** Raised when the rows become others, so that a kept folder is not taken for one of today. */
const EDITION = 4;

/** OWASP's least cost, as Clearview is configured unless somebody says otherwise. */
const HASHING = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const databaseOf = ({ users, audit }: Size): string => `bench_${users}_${audit}`;

/** What a complete database carries as its comment. */
async function markOf(): Promise<string> {
  const migrations = await knownMigrations();
  return `benchmark ${EDITION}, ${migrations.at(-1) ?? 'empty'}`;
}

async function isComplete(postgres: OwnPostgres, database: string): Promise<boolean> {
  const client = await postgres.connect('postgres');
  try {
    const { rows } = await client.query<{ mark: string | null }>(
      "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
      [database],
    );
    return rows[0]?.mark === (await markOf());
  } finally {
    await client.end();
  }
}

/** What the first housekeeping has to count would else be counted while something is measured. */
async function keepHouseOnce(url: string): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn' });
  const db = createDatabase(settingsFromUrl(url), { statementTimeout: 0 });
  try {
    await keepHouse(createDeps(config, createLogger(config.logLevel), db), 'benchmark');
  } finally {
    await db.destroy();
  }
}

async function migrate(url: string): Promise<void> {
  const db = createDatabase(settingsFromUrl(url), { poolMax: 1 });
  await migrateToLatest(db).finally(() => db.destroy());
}

/** The hours of a year, counted at once: the housekeeping takes them in steps, as people use the log meanwhile. */
const COUNT_HOURS = `
  insert into sign_in_hours (hour, event, count)
  select date_trunc('hour', ts, 'UTC'), event, count(*) from auth_audit
   where event in ('login_ok', 'login_fail', 'login_throttled') and ts < date_trunc('hour', now(), 'UTC')
   group by 1, 2`;
const HOURS_ARE_COUNTED =
  "insert into sign_in_rollup (complete_until) values (date_trunc('hour', now(), 'UTC'))";

/** Numbers go on where the rows end, and setup is over. */
async function settle(client: pg.Client): Promise<void> {
  for (const table of NUMBERED)
    await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), max(id)) from ${table}`);
  await client.query('insert into setup_state (singleton) values (true)');
  await client.query(COUNT_HOURS);
  await client.query(HOURS_ARE_COUNTED);
}

async function fill(client: pg.Client, bulks: readonly Bulk[], name: string): Promise<void> {
  const total = bulks.reduce((sum, bulk) => sum + bulk.rows, 0);
  const progress = startProgress(`Filling a database of ${name}`, total);
  let done = 0;
  try {
    await client.query("set maintenance_work_mem = '512MB'");
    for (const bulk of bulks) await addRows(client, bulk, (rows) => progress.update((done += rows)));
    await settle(client);
    await client.query('vacuum (analyze)');
  } finally {
    progress.stop();
  }
}

/** The sessions of a kept database would be over: they begin anew, as long ago as they did when it was made. */
async function revive(postgres: OwnPostgres, database: string): Promise<void> {
  const client = await postgres.connect(database);
  try {
    await client.query(`
      with age as (select now() - max(authenticated_at) as past from user_sessions)
      update user_sessions
         set created_at = created_at + past, last_seen_at = last_seen_at + past,
             authenticated_at = authenticated_at + past, expires_at = expires_at + past
        from age where past > interval '1 hour'`);
    await client.query('vacuum (analyze) user_sessions');
  } finally {
    await client.end();
  }
}

/** Makes and fills a database unless it is there already. @returns its name */
export async function seed(postgres: OwnPostgres, size: Size, say: (text: string) => void): Promise<string> {
  const database = databaseOf(size);
  if (await isComplete(postgres, database)) {
    await revive(postgres, database);
    return database;
  }
  const started = Date.now();
  say(`Filling a database of ${size.name}…`);
  await postgres.drop(database);
  await postgres.create(database);
  await migrate(postgres.url(database));
  const client = await postgres.connect(database);
  try {
    await fill(client, bulksOf(size, await argon2.hash(PASSWORD, HASHING)), size.name);
    await keepHouseOnce(postgres.url(database));
    // What was written is on the disk before anything is measured.
    await client.query('checkpoint');
    await client.query(`comment on database ${database} is '${await markOf()}'`);
  } finally {
    await client.end();
  }
  say(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
  return database;
}
