/**
 * The queue's own tables: graphile-worker keeps them in a schema of its own and brings them up to date itself.
 * They are made together with ours, as the API may be asked to queue something before any worker has run.
 */
import type { Knex } from 'knex';
import pg from 'pg';
import type { ConnectionSettings } from './knex.js';

/** The newest revision that our graphile-worker knows. */
const REVISION = 19;

/** @returns whether the schema is of today, so that a start need not load the queue to find out. Only reads. */
export async function isQueueCurrent(db: Knex): Promise<boolean> {
  const table = 'graphile_worker.migrations';
  const there = await db.raw<{ rows: { found: boolean }[] }>('select to_regclass(?) is not null as found', [
    table,
  ]);
  if (there.rows[0]?.found !== true) return false;
  const { rows } = await db.raw<{ rows: { id: number | null }[] }>(`select max(id) as id from ${table}`);
  return (rows[0]?.id ?? 0) >= REVISION;
}

/** Makes or updates the schema `graphile_worker`; safe when several do it at once. */
export async function migrateQueue(connection: ConnectionSettings): Promise<void> {
  // Loaded where it is needed: most starts have nothing to do here.
  const { Logger, runMigrations } = await import('graphile-worker');
  const silent = new Logger(() => () => undefined);
  const pgPool = new pg.Pool({ ...connection, max: 1, application_name: 'clearview migrations' });
  // A connection that is lost while idle; whatever is asked next tells of it.
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await runMigrations({ pgPool, logger: silent, noHandleSignals: true });
  } finally {
    await pgPool.end();
  }
}
