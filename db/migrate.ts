/**
 * Migrations, made safe for several processes at once and for a death in the middle: an advisory lock, held by
 * the session that migrates, makes the others wait; and as everything pending runs in one transaction, a killed
 * migration leaves nothing behind.
 */
import type { Knex } from 'knex';
import { createDatabase, settingsOf } from './knex.js';
import { migrationSource } from './migration-source.js';
import { isQueueCurrent, migrateQueue } from './queue.js';

/** Migrations were asked for where they cannot be alone. */
export class NeedsDirectConnection extends Error {
  constructor() {
    super(
      'Migrations are pending, and they need a connection past the pooler: set DATABASE_DIRECT_URL to PostgreSQL ' +
        'itself, or run `npm run migrate` with a DATABASE_URL that leads there and without DATABASE_POOLER.',
    );
  }
}

/** Of the session lock; unlike those in ./transaction.ts a single 64-bit key, so the two can never meet. */
const LOCK_KEY = 4_862_010_617;

/** Waits until nobody else migrates, and keeps it so to the end of the transaction. */
export async function holdMigrations(trx: Knex.Transaction): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(?)', [LOCK_KEY]);
}

/** @returns the names of all migrations that this code has, oldest first. */
export const knownMigrations = (): Promise<string[]> => migrationSource.getMigrations([]);

/** How Knex is to migrate; also for knexfile.ts. */
export const migrationConfig: Knex.MigratorConfig = {
  migrationSource,
  // A database may be one release ahead of the code (a rollback of the code, a rolling update).
  disableMigrationsListValidation: true,
};

/**
 * Applies what is pending, all or nothing, and brings the queue's own schema up to date.
 * @param db the pool of the database; its time-outs do not apply, migrations may take their time.
 * @returns the names of the migrations applied, [] when there was nothing to do.
 */
export function migrateToLatest(db: Knex): Promise<string[]> {
  return alone(db, async (single) => {
    const batch = (await single.migrate.latest(migrationConfig)) as Batch;
    await migrateQueue(settingsOf(db));
    return batch;
  });
}

/** @returns whether migrateToLatest would find nothing to do. Only reads, and waits for nobody. */
export async function isCurrent(db: Knex): Promise<boolean> {
  return (await pendingMigrations(db)).length === 0 && (await isQueueCurrent(db));
}

/** Reverts everything, but for the queue's own schema: earlier releases keep their cron there too. @returns the names of the migrations reverted, last one first. */
export function rollbackAll(db: Knex): Promise<string[]> {
  return alone(db, (single) => single.migrate.rollback(migrationConfig, true) as Promise<Batch>);
}

/** Reverts the newest migration. @returns its name, or [] when there was none. */
export function rollbackLast(db: Knex): Promise<string[]> {
  return alone(db, (single) => single.migrate.down(migrationConfig) as Promise<Batch>);
}

/** Applies the oldest pending migration. @returns its name, or [] when there was none. */
export function migrateOne(db: Knex): Promise<string[]> {
  return alone(db, (single) => single.migrate.up(migrationConfig) as Promise<Batch>);
}

/**
 * @param db the pool.
 * @returns names of the migrations this code has and the database has not. Only reads: fit for a health check.
 */
export async function pendingMigrations(db: Knex): Promise<string[]> {
  const known = await knownMigrations();
  const done = new Set(await appliedMigrations(db));
  return known.filter((name) => !done.has(name));
}

/** @returns the names of the migrations the database has had, oldest first. Only reads. */
export async function appliedMigrations(db: Knex): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regclass('knex_migrations') is not null as found",
  );
  if (rows[0]?.found !== true) return [];
  const applied = await db.raw<{ rows: { name: string }[] }>('select name from knex_migrations order by id');
  return applied.rows.map((row) => row.name);
}

type Batch = [number, string[]];

/**
 * Runs `task` on a pool of exactly one connection that holds the advisory lock. Should the connection die, lock
 * and transaction go with it.
 * @throws NeedsDirectConnection behind a pooler without a way past it
 */
async function alone(db: Knex, task: (single: Knex) => Promise<Batch>): Promise<string[]> {
  // There the lock would stay with a connection that somebody else gets.
  if (settingsOf(db).pooled === true) throw new NeedsDirectConnection();
  const single = createDatabase(settingsOf(db), {
    poolMax: 1,
    applicationName: 'clearview migrations',
    statementTimeout: 0,
  });
  try {
    await single.raw('select pg_advisory_lock(?)', [LOCK_KEY]);
    // We are alone, so a row that says "locked" was left by a process that died.
    await single.migrate.forceFreeMigrationsLock(migrationConfig);
    const [, names] = await task(single);
    return names;
  } finally {
    await single.destroy();
  }
}
