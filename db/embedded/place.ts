/** Where the embedded PostgreSQL keeps its files and its socket. */
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Account, give, ownerOf, windows } from './account.js';

/** Where root's data goes when PostgreSQL's account cannot get into the wanted folder. */
export const SPARE_HOME = '/var/lib/clearview';

/** In an address: 104 bytes with the closing NUL on macOS, 108 on Linux. */
const SOCKET_PATH_BYTES = 103;
export const SOCKET_PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${SOCKET_PORT}`;

/**
 * @param wanted the data directory asked for.
 * @param account who must get into it.
 * @returns the directory to use, made and with symbolic links resolved.
 */
export async function chooseDataDir(
  wanted: string,
  account: Account,
  log: (message: string) => void,
): Promise<string> {
  const folder = path.resolve(wanted);
  if (account === undefined || (await canReach(path.dirname(folder), account))) {
    await makeFolder(folder, account);
    if (account === undefined || (await canReach(folder, account))) return realpath(folder);
  }
  const name = path.basename(folder).replace(/[^\w.-]/g, '_');
  const spare = path.join(SPARE_HOME, `${name}-${shortHash(folder)}`);
  log(`the database's account cannot enter ${folder} (see the modes of its parents): using ${spare}`);
  await makeFolder(spare, account);
  return realpath(spare);
}

/** Under root the folder stays root's, with no more than the right to pass through it. */
async function makeFolder(folder: string, account: Account): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: account === undefined ? 0o700 : 0o711 });
  // A strict umask may have taken more from each folder than was asked.
  for (let step = folder; account !== undefined && made !== undefined; step = path.dirname(step)) {
    await chmod(step, 0o711);
    if (step === made) return;
  }
}

/**
 * @param file a path, which need not exist to its end.
 * @returns whether the account may pass through everything of it that exists.
 */
export async function canReach(file: string, account: NonNullable<Account>): Promise<boolean> {
  const parents: string[] = [];
  for (let step = await realpath(file).catch(() => file); ; step = path.dirname(step)) {
    parents.push(step);
    if (step === path.dirname(step)) break;
  }
  for (const step of parents) {
    const found = await stat(step).catch(() => undefined);
    if (found === undefined) continue;
    const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0;
    if (((found.mode >> shift) & 0o1) === 0) return false;
  }
  return true;
}

/**
 * @param cluster PostgreSQL's own directory, which nobody else may enter.
 * @returns the folder of the socket: that same directory or, where the path would be too long for a socket's
 *   address, one in /tmp that is checked to be ours alone.
 */
export async function chooseSocketDir(cluster: string, account: Account): Promise<string> {
  if (Buffer.byteLength(path.join(cluster, SOCKET_NAME)) <= SOCKET_PATH_BYTES) return cluster;
  const folder = path.join((await temporaryFolder()) ?? os.tmpdir(), `clearview-${shortHash(cluster)}`);
  try {
    await mkdir(folder, { mode: 0o700 });
    await give(folder, account);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  await requirePrivate(folder, account);
  return folder;
}

/** The same for every process, whatever TMPDIR says: two of them must meet there. */
async function temporaryFolder(): Promise<string | undefined> {
  return (await stat('/tmp').catch(() => undefined))?.isDirectory() ? '/tmp' : undefined;
}

/** Another local user may have made the folder first, to receive our password. */
async function requirePrivate(folder: string, account: Account): Promise<void> {
  const found = await lstat(folder);
  // A second process may look between mkdir and chown of the first one, both under root.
  const owners = [ownerOf(account), process.getuid?.()];
  if (found.isDirectory() && owners.includes(found.uid) && (found.mode & 0o077) === 0) return;
  throw new Error(`${folder} belongs to somebody else: remove it, or choose a shorter DATA_DIR.`);
}

/** @returns a loopback port for Windows, whose Node cannot use PostgreSQL's sockets. */
export function portOf(cluster: string): number {
  return windows ? 49_152 + (Number.parseInt(shortHash(cluster).slice(0, 4), 16) % 16_000) : SOCKET_PORT;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
