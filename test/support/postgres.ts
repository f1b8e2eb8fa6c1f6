/** The PostgreSQL that tests run against: the one named by DATABASE_URL, else an embedded one made for the run. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../db/embedded/index.js';
import { type ConnectionSettings, settingsFromUrl } from '../../db/knex.js';

export interface TestServer {
  /** May create and drop databases. */
  admin: ConnectionSettings;
  /** Settings for the named database, as the role that owns it. */
  settingsFor(database: string): ConnectionSettings;
  /** The role that is to own what tests make; undefined for the one that creates it. */
  owner: string | undefined;
  stop(): Promise<void>;
}

let running: Promise<TestServer> | undefined;

/** @returns the server of this run; started by whoever asks first. */
export function testServer(): Promise<TestServer> {
  return (running ??= start());
}

/** Stops what testServer started, if it was started at all. */
export async function stopTestServer(): Promise<void> {
  const server = await running?.catch(() => undefined);
  running = undefined;
  await server?.stop();
}

async function start(): Promise<TestServer> {
  const url = process.env.DATABASE_URL;
  return url === undefined || url === '' ? startEmbedded() : useServerOf(url);
}

/** Only the server is used: the database that the URL names is connected to, to create others, and left alone. */
function useServerOf(url: string): TestServer {
  return {
    admin: settingsFromUrl(url),
    settingsFor: (database) => {
      const other = new URL(url);
      other.pathname = `/${database}`;
      return settingsFromUrl(other.href);
    },
    owner: undefined,
    stop: () => Promise.resolve(),
  };
}

async function startEmbedded(): Promise<TestServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'clearview-test-'));
  // Under root PostgreSQL runs as another user, who must get in.
  await chmod(folder, 0o711);
  const settings = { fsync: 'off', max_connections: '200' };
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), settings });
  return {
    admin: postgres.superuser,
    settingsFor: (database) => ({ ...postgres.connection, database }),
    owner: String(postgres.connection.user),
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
