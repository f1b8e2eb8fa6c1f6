/** The files of a PostgreSQL: made aside and put in place by one rename, so that half a database never shows. */
import { randomBytes } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Account, give, ownerOf, run } from './account.js';
import { type Binaries, program } from './binaries.js';

/** The superuser, for making the database and for the supervisor; Clearview itself signs in as an ordinary role. */
export const SUPERUSER = 'postgres';

const PASSWORD_FILE = 'clearview.password';
const PASSWORD_BYTES = 24;
/** A start that takes longer than this has died, whatever runs under its number now. */
const LEFTOVER_MS = 600_000;
/** With less than this on its disk PostgreSQL cannot even recover. */
const LEAST_BYTES = 4_000_000;

export interface ClusterOptions {
  dataDir: string;
  binaries: Binaries;
  account: Account;
  /** Whether losing the files in a power cut matters; not in tests. */
  sync: boolean;
  log: (message: string) => void;
}

/** @returns PostgreSQL's own directory under the data directory. */
export function clusterPath(dataDir: string, major: number): string {
  return path.join(dataDir, `pg${major}`);
}

/**
 * Makes the cluster if there is none.
 * @returns its password.
 * @throws Error with a sentence for the operator when what is there cannot be used.
 */
export async function ensureCluster(options: ClusterOptions): Promise<string> {
  const { dataDir, binaries, account } = options;
  const cluster = clusterPath(dataDir, binaries.major);
  await removeLeftovers(dataDir, path.basename(cluster));
  if (!(await exists(path.join(cluster, 'PG_VERSION')))) {
    await refuseOtherData(dataDir, cluster, binaries.major);
    await make(cluster, options).catch((error: unknown) => {
      throw explain(error, dataDir);
    });
  }
  await checkCluster(cluster, binaries.major, account);
  return (await readFile(path.join(cluster, PASSWORD_FILE), 'utf8')).trim();
}

async function make(cluster: string, { binaries, account, sync, log }: ClusterOptions): Promise<void> {
  log(`making the database in ${cluster}; this happens once and takes a few seconds`);
  const aside = `${cluster}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${aside}.password`;
  try {
    await mkdir(aside, { mode: 0o700 });
    await give(aside, account);
    await writeSecret(passwordFile, randomBytes(PASSWORD_BYTES).toString('hex'), account);
    await run(program(binaries, 'initdb'), initArguments(aside, passwordFile, sync), account);
    // The rename carries the password along: there is never one without the other.
    await rename(passwordFile, path.join(aside, PASSWORD_FILE));
    await rename(aside, cluster).catch(ignoreRival);
  } finally {
    await rm(aside, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

/** The builtin locale is the same on every system, and folds all of Unicode. */
function initArguments(folder: string, passwordFile: string, sync: boolean): string[] {
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['-U', SUPERUSER, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
  return [
    '-D',
    folder,
    ...access,
    '-E',
    'UTF8',
    ...locale,
    '--no-instructions',
    ...(sync ? [] : ['--no-sync']),
  ];
}

async function writeSecret(file: string, secret: string, account: Account): Promise<void> {
  await writeFile(file, secret, { mode: 0o600, flag: 'wx' });
  await give(file, account);
}

/** Another process was faster: its cluster is as good as ours. */
function ignoreRival(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
}

/** An empty database beside a full one would look like lost data, and would open the setup to anybody. */
async function refuseOtherData(dataDir: string, cluster: string, major: number): Promise<void> {
  if (await exists(path.join(dataDir, 'PG_VERSION'))) {
    throw new Error(
      `${dataDir} is itself a PostgreSQL directory: set DATA_DIR to a folder of Clearview's own.`,
    );
  }
  const other = (await readdir(dataDir)).find(
    (name) => /^pg\d+$/.test(name) && name !== path.basename(cluster),
  );
  if (other === undefined) return;
  throw new Error(
    `${path.join(dataDir, other)} holds a database of PostgreSQL ${other.slice(2)}, this Clearview brings ` +
      `PostgreSQL ${major}: dump it and restore it with a server of your own, or set another DATA_DIR.`,
  );
}

async function checkCluster(cluster: string, major: number, account: Account): Promise<void> {
  const version = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(denied(cluster))).trim();
  if (version !== String(major)) {
    throw new Error(
      `${cluster} holds files of PostgreSQL ${version || '(unknown)'}, but this Clearview brings ` +
        `PostgreSQL ${major}: move them away, or set another DATA_DIR.`,
    );
  }
  const { uid } = await stat(cluster);
  const owner = ownerOf(account);
  if (owner !== undefined && uid !== owner) {
    throw new Error(`${cluster} belongs to user ${uid}, but the database would run as ${owner}.`);
  }
}

function denied(cluster: string) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new Error(`${cluster} cannot be read (${cause.code}): it was made by another user.`, { cause });
  };
}

/** What was left by starts that were killed while they made a cluster. */
async function removeLeftovers(dataDir: string, name: string): Promise<void> {
  for (const entry of await readdir(dataDir)) {
    const pid = new RegExp(`^${name}\\.new-(\\d+)-`).exec(entry)?.[1];
    if (pid === undefined) continue;
    const file = path.join(dataDir, entry);
    const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (!isAlive(Number(pid)) || age > LEFTOVER_MS) await rm(file, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Puts the usual causes into a sentence. On a full disk PostgreSQL's own words are often cut off. */
export function explain(error: unknown, dataDir: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|No space left|EDQUOT|quota exceeded|free disk space/i.test(text) || isFull(dataDir)) {
    return new Error(
      `The disk under ${dataDir} is full: the database needs at least 60 MB, and room to grow.`,
      {
        cause: error,
      },
    );
  }
  if (/EACCES|EROFS|Permission denied|Read-only file system/i.test(text)) {
    return new Error(`${dataDir} cannot be written: check its owner and mode. (${text})`, { cause: error });
  }
  return error instanceof Error ? error : new Error(text);
}

function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LEAST_BYTES;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
