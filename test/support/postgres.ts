/** The PostgreSQL that tests run against: the one named by DATABASE_URL, else an embedded one made for the run. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
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

/**
 * Removes a folder, and ends the servers whose files are in it, when this process exits before it could do so in
 * order. Everything here is synchronous: an 'exit' listener gets nothing else done.
 * @returns takes the order back.
 */
export function discardOnExit(folder: string): () => void {
  const discard = () => {
    for (const file of pidFilesIn(folder)) endServer(file);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  process.once('exit', discard);
  return () => process.off('exit', discard);
}

function pidFilesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => path.basename(file) === 'postmaster.pid')
    .map((file) => path.join(folder, file));
}

/** The second line of the file names the directory, so that no other process is hit. */
function endServer(pidFile: string): void {
  const [pid, directory] = readFileSync(pidFile, 'utf8').split('\n');
  if (directory !== path.dirname(pidFile)) return;
  try {
    process.kill(Number(pid), 'SIGQUIT');
  } catch {
    // It has ended already.
  }
}

/** @returns whether the server is one made for this run. */
export function usesOwnServer(): boolean {
  return (process.env.DATABASE_URL ?? '') === '';
}

async function start(): Promise<TestServer> {
  return usesOwnServer() ? startEmbedded() : useServerOf(process.env.DATABASE_URL ?? '');
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
  const keep = discardOnExit(folder);
  const settings = { fsync: 'off', max_connections: '200' };
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), settings });
  return {
    admin: postgres.superuser,
    settingsFor: (database) => ({ ...postgres.connection, database }),
    owner: String(postgres.connection.user),
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
      keep();
    },
  };
}
