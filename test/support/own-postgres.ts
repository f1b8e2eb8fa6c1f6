/** A PostgreSQL of a test's own, with nobody who revives it: to be stopped, frozen and started again. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { run, serverAccount } from '../../db/embedded/account.js';
import { findBinaries, program, readyBinaries } from '../../db/embedded/binaries.js';
import { clusterPath } from '../../db/embedded/cluster.js';
import { startEmbeddedPostgres } from '../../db/embedded/index.js';
import { SPARE_HOME } from '../../db/embedded/place.js';

export interface OwnPostgres {
  /** The DATABASE_URL of an empty database. */
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Holds every process of it where it is; connections stay open and nothing is answered. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** A folder that PostgreSQL's account may pass through, also under root. */
export async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'clearview-fault-'));
  await chmod(folder, 0o711);
  return folder;
}

/** The postmaster of a data directory of Clearview's; undefined when none runs. */
export async function postmasterOf(dataDir: string): Promise<number | undefined> {
  const cluster = clusterPath(dataDir, (await findBinaries()).major);
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 && pid < 2_000_000_000 ? pid : undefined;
}

/** Sends a signal to the postmaster and all its children. */
export async function signalPostgres(dataDir: string, signal: NodeJS.Signals): Promise<void> {
  const parent = await postmasterOf(dataDir);
  if (parent === undefined) return;
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = processes.filter(([, ppid]) => ppid === parent).map(([pid]) => pid ?? 0);
  for (const pid of [parent, ...children]) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

/** Makes and starts one. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await makeDataFolder();
  const dataDir = path.join(folder, 'data');
  const made = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
  await made.stop();
  const account = await serverAccount();
  const found = await findBinaries();
  const binaries = await readyBinaries(
    found,
    account === undefined ? dataDir : SPARE_HOME,
    account,
    () => undefined,
  );
  const cluster = clusterPath(dataDir, binaries.major);
  const { host = '', port, user, password, database } = made.connection;
  const settings = `-c fsync=off -c listen_addresses= -c port=${port} -c unix_socket_directories=${host}`;
  const control = (...args: string[]) =>
    run(program(binaries, 'pg_ctl'), ['-D', cluster, '-w', '-s', ...args], account);
  const start = () => control('-l', path.join(cluster, 'own.log'), '-o', settings, 'start');
  const stop = () => control('-m', 'fast', 'stop');
  await start();
  const query = new URLSearchParams({ host });
  return {
    url: `postgres://${String(user)}:${String(password)}@localhost/${String(database)}?${query.toString()}`,
    start,
    stop,
    freeze: () => signalPostgres(dataDir, 'SIGSTOP'),
    thaw: () => signalPostgres(dataDir, 'SIGCONT'),
    async remove() {
      await signalPostgres(dataDir, 'SIGCONT');
      await stop().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
