/** The benchmark's own PostgreSQL: the embedded one, set up as one would in earnest, in a folder of its own. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findBinaries } from '../../db/embedded/binaries.js';
import { clusterPath } from '../../db/embedded/cluster.js';
import { startEmbeddedPostgres } from '../../db/embedded/index.js';
import { cpuOf } from './proc.js';
import type { BenchPostgres } from './suite.js';

const MIB = 1024 ** 2;

/**
 * As on a machine that PostgreSQL has to itself by half: a quarter of memory for its buffers, a disk without moving
 * parts, and checkpoints far apart. Nothing is made less safe: fsync and synchronous_commit stay on.
 */
export const SETTINGS: Record<string, string> = {
  shared_buffers: `${Math.min(2_048, Math.floor(os.totalmem() / MIB / 4))}MB`,
  effective_cache_size: `${Math.floor(os.totalmem() / MIB / 2)}MB`,
  random_page_cost: '1.1',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  max_connections: '200',
};

export interface OwnPostgres extends BenchPostgres {
  /** Such as `18.4`. */
  version: string;
  /** Makes an empty database of the role that Clearview signs in with. */
  create(database: string, template?: string): Promise<void>;
  drop(database: string): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder where the data stays; PostgreSQL's account must be able to pass through it, also under root */
export async function startPostgres(say: (text: string) => void, folder: string): Promise<OwnPostgres> {
  const dataDir = path.join(folder, 'data');
  const server = await startEmbeddedPostgres({ dataDir, settings: SETTINGS, log: say });
  const cluster = clusterPath(server.dataDir, (await findBinaries()).major);
  const pid = Number.parseInt(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8'), 10);
  const { host = '', port, user, password } = server.connection;
  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({ ...server.superuser, database, application_name: 'clearview benchmark' });
    await client.connect();
    return client;
  };
  const ask = async (sql: string): Promise<pg.QueryResult<{ value: string }>> => {
    const client = await connect('postgres');
    return client.query<{ value: string }>(sql).finally(() => client.end());
  };
  const found = await ask("select current_setting('server_version') as value");
  return {
    version: found.rows[0]?.value ?? 'unknown',
    url(database) {
      const query = new URLSearchParams({ host, port: String(port) });
      return `postgres://${String(user)}:${String(password)}@localhost/${database}?${query.toString()}`;
    },
    connect,
    cpuSeconds: () => cpuOf(pid),
    async create(database, template = 'template0') {
      await ask(`create database ${database} owner ${String(user)} template ${template}`);
    },
    async drop(database) {
      await ask(`drop database if exists ${database} with (force)`);
    },
    stop: () => server.stop(),
  };
}
