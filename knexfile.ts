/**
 * For the command line of Knex: `NODE_OPTIONS='--import tsx' npx knex migrate:list`, on DATABASE_URL.
 * `npm run migrate` does the same with a lock, and knows the embedded database too.
 */
import type { Knex } from 'knex';
import { migrationConfig } from './db/migrate.js';
import { loadConfig } from './server/config.js';

const config: Knex.Config = {
  client: 'pg',
  // Asked for only when a command connects, so that `migrate:make` needs no database.
  connection: () => {
    const { databaseUrl } = loadConfig();
    if (databaseUrl === undefined) throw new Error('Set DATABASE_URL, or use npm run migrate.');
    return { connectionString: databaseUrl };
  },
  migrations: migrationConfig,
};

export default config;
