/**
 * The queue's own tables: graphile-worker keeps them in a schema of its own and brings them up to date itself.
 * They are made together with ours, as the API may be asked to queue something before any worker has run.
 */
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import type { ConnectionSettings } from './knex.js';

const silent = new Logger(() => () => undefined);

/** Makes or updates the schema `graphile_worker`; safe when several do it at once. */
export async function migrateQueue(connection: ConnectionSettings): Promise<void> {
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
