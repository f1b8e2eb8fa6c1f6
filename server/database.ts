/** The database of a process: the embedded PostgreSQL or the one of DATABASE_URL, migrated and ready. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { startEmbeddedPostgres } from '../db/embedded/index.js';
import { createDatabase, settingsFromUrl, type ConnectionSettings } from '../db/knex.js';
import { isCurrent, migrateToLatest, pendingMigrations } from '../db/migrate.js';
import { isUnavailable } from '../db/pg-errors.js';
import type { Config } from './config.js';

/** Milliseconds that a database of DATABASE_URL may take to come up beside us. */
const PATIENCE = 30_000;

export interface RunningDatabase {
  db: Knex;
  connection: ConnectionSettings;
  /** Where the data is, for a person; without a password. */
  description: string;
  isReady: () => Promise<boolean>;
  stop(): Promise<void>;
}

interface Place {
  connection: ConnectionSettings;
  description: string;
  stop(): Promise<void>;
}

function describe(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `PostgreSQL at ${hostname || 'a local socket'}${port && `:${port}`}, database ${pathname.slice(1)}`;
}

/** PostgreSQL's own default, or more where many processes share it: see docs/scaling.md. */
function connectionsFor({ webConcurrency, database, scan }: Config): number {
  const web = webConcurrency * (database.poolMax + 1);
  const worker = database.poolMax + scan.concurrency + 8;
  return Math.max(100, web + worker + 10);
}

async function findPlace(config: Config, say: (text: string) => void): Promise<Place> {
  if (config.databaseUrl !== undefined) {
    const { isPooled, directUrl } = config.database;
    const direct = directUrl === undefined ? undefined : settingsFromUrl(directUrl);
    const connection = { ...settingsFromUrl(config.databaseUrl), pooled: isPooled, direct };
    return { connection, description: describe(config.databaseUrl), stop: () => Promise.resolve() };
  }
  const settings = { max_connections: String(connectionsFor(config)) };
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say, settings });
  return {
    ...embedded,
    description: `${embedded.dataDir} (embedded PostgreSQL)`,
    stop: () => embedded.stop(),
  };
}

/** Waits for a database that is still starting, as containers come up in any order. */
async function migrateWhenThere(db: Knex, say: (text: string) => void): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Most starts find nothing to do, and need neither the lock nor a connection for it.
      if (await isCurrent(db)) return;
      const applied = await migrateToLatest(db);
      if (applied.length > 0) say(`Database prepared: ${applied.join(', ')}`);
      return;
    } catch (error) {
      if (!isUnavailable(error) || Date.now() > end) throw error;
      if (attempt === 1) say('Waiting for the database…');
      await sleep(1_000);
    }
  }
}

/**
 * The database that another process has started or found, and migrated.
 * @param connection how that one reaches it
 */
export function joinDatabase(config: Config, connection: ConnectionSettings): RunningDatabase {
  return useDatabase(config, { connection, description: '', stop: () => Promise.resolve() });
}

function useDatabase(config: Config, place: Place, applicationName = 'clearview'): RunningDatabase {
  const db = createDatabase(place.connection, { applicationName, poolMax: config.database.poolMax });
  return {
    db,
    connection: place.connection,
    description: place.description,
    isReady: async () => (await pendingMigrations(db)).length === 0,
    async stop() {
      await db.destroy();
      await place.stop();
    },
  };
}

/**
 * Starts or finds the database and leaves it as it is.
 * @param say tells a person what takes long
 * @param applicationName what PostgreSQL shows of us
 */
export async function openDatabase(
  config: Config,
  say: (text: string) => void,
  applicationName?: string,
): Promise<RunningDatabase> {
  return useDatabase(config, await findPlace(config, say), applicationName);
}

/**
 * Starts or finds the database and brings its tables up to date.
 * @param say tells a person what takes long
 */
export async function startDatabase(config: Config, say: (text: string) => void): Promise<RunningDatabase> {
  const database = await openDatabase(config, say);
  await migrateWhenThere(database.db, say);
  return database;
}
