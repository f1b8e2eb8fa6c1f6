/**
 * The PostgreSQL that comes with Clearview, for whoever has none: real server programs from npm, started and
 * watched by us. Anything that runs for many people is better served by DATABASE_URL.
 *
 * What it must survive: death of Node (the server is found running and used), death of both (a zombie or a
 * reused pid in postmaster.pid), several starts at once, a first start that was cut short, a full disk.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { ConnectionSettings } from '../knex.js';
import { type Account, serverAccount, windows } from './account.js';
import { findBinaries, readyBinaries } from './binaries.js';
import { clusterPath, ensureCluster, SUPERUSER } from './cluster.js';
import { chooseDataDir, chooseSocketDir, portOf, SPARE_HOME } from './place.js';
import { type Access, ensureRunning, stopUnlessUsed } from './supervisor.js';

export interface EmbeddedOptions {
  /** Where the files go; made if missing. Under root possibly elsewhere, see `log` and the result. */
  dataDir: string;
  /** Hears of everything that takes longer than two seconds, or is not as asked for. */
  log?: (message: string) => void;
  /** More settings of the server, as on its command line. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** Signs in to the database `clearview` as the role that owns it, which is no superuser. */
  connection: ConnectionSettings;
  /** Signs in to the database `postgres` as superuser: for tests and repairs. */
  superuser: ConnectionSettings;
  /** Where the files really are. */
  dataDir: string;
  /** Ends our use; the last one to leave stops the server. Close the pool first. */
  stop(): Promise<void>;
}

const NAME = 'clearview';
const REVIVE_MS = 500;
const REVIVE_MAX_MS = 30_000;

/**
 * Makes the database if there is none, starts the server unless it runs, and starts it again should it die.
 * @returns how to connect.
 * @throws Error with one sentence for the operator.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const access = await prepare(options);
  const presence = await ensureRunning(access);
  try {
    await ensureDatabase(presence, access.password);
  } catch (error) {
    await stopUnlessUsed(access, presence).catch(() => undefined);
    throw error;
  }
  const stop = keepRunning(access, presence);
  const { socketDir, port, cluster } = access.server;
  const host = windows ? '127.0.0.1' : socketDir;
  const common = { host, port, password: access.password };
  return {
    connection: { ...common, user: NAME, database: NAME },
    superuser: { ...common, user: SUPERUSER, database: 'postgres' },
    dataDir: path.dirname(cluster),
    stop,
  };
}

async function prepare(options: EmbeddedOptions): Promise<Access> {
  const log = options.log ?? (() => undefined);
  const settings = options.settings ?? {};
  const found = await findBinaries();
  const wanted = await accountFor(clusterPath(options.dataDir, found.major));
  const dataDir = await chooseDataDir(options.dataDir, wanted, log);
  const account = await accountFor(clusterPath(dataDir, found.major));
  const binaries = await readyBinaries(found, account === undefined ? dataDir : SPARE_HOME, account, log);
  const password = await ensureCluster({ dataDir, binaries, account, sync: settings.fsync !== 'off', log });
  const cluster = clusterPath(dataDir, binaries.major);
  const socketDir = windows ? '127.0.0.1' : await chooseSocketDir(cluster, account);
  return {
    server: { cluster, socketDir, port: portOf(cluster), binaries, account, settings },
    password,
    log,
  };
}

/** Under root an existing cluster keeps its owner: it may have been made by an ordinary user. */
async function accountFor(cluster: string): Promise<Account> {
  const account = await serverAccount();
  const found = await stat(cluster).catch(() => undefined);
  if (account === undefined || found === undefined || found.uid === 0) return account;
  return { uid: found.uid, gid: found.gid };
}

/** Another process may make the same at the same time. The password is hexadecimal, hence safe in the text. */
async function ensureDatabase(client: pg.Client, password: string): Promise<void> {
  const taken = ['42710', '42P04', '23505'];
  const make = async (statement: string, test: string) => {
    if ((await client.query(test)).rowCount !== 0) return;
    await client.query(statement).catch((error: { code?: string }) => {
      if (!taken.includes(error.code ?? '')) throw error as Error;
    });
  };
  const role = `select 1 from pg_roles where rolname = '${NAME}'`;
  const database = `select 1 from pg_database where datname = '${NAME}'`;
  await make(`create role ${NAME} login password '${password}'`, role);
  await make(`create database ${NAME} owner ${NAME} encoding 'UTF8'`, database);
}

/** Watches the presence and revives a dead server. @returns the function that ends it all. */
function keepRunning(access: Access, first: pg.Client): () => Promise<void> {
  let presence: pg.Client | undefined;
  let stopping: Promise<void> | undefined;
  let reviving = Promise.resolve();
  const leaving = () => stopping !== undefined;

  const watch = (client: pg.Client) => {
    presence = client;
    // A script that forgets stop() still ends.
    holdProcess(client, false);
    client.once('end', () => {
      if (presence !== client || leaving()) return;
      presence = undefined;
      reviving = revive();
    });
  };
  const revive = async () => {
    for (let pause = REVIVE_MS; !leaving(); pause = Math.min(pause * 2, REVIVE_MAX_MS)) {
      await sleep(pause, undefined, { ref: false });
      if (leaving()) return;
      try {
        watch(await ensureRunning(access, leaving));
        return access.log('the database had gone and is running again');
      } catch (error) {
        if (!leaving()) access.log(`the database is gone: ${(error as Error).message}`);
      }
    }
  };
  const leave = async () => {
    if (presence === undefined) await Promise.race([reviving, sleep(REVIVE_MS)]);
    if (presence === undefined) return;
    holdProcess(presence, true);
    await stopUnlessUsed(access, presence);
  };
  watch(first);
  return () => (stopping ??= leave());
}

/** Whether an open connection alone keeps Node from ending; the types of `pg` do not know of it. */
function holdProcess(client: pg.Client, hold: boolean): void {
  const handle = client as pg.Client & { ref(): void; unref(): void };
  if (hold) handle.ref();
  else handle.unref();
}
