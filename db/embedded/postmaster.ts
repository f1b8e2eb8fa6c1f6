/** The server process: whether it runs, what a dead one left behind, and how one is launched. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { link, open, readFile, readlink, rename, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Account, childOptions, give, notRunnable, run, windows } from './account.js';
import { type Binaries, program } from './binaries.js';
import { SOCKET_PORT } from './place.js';

const PID_FILE = 'postmaster.pid';
/** Above every pid_max: PostgreSQL finds no such process, and goes on to check for survivors by itself. */
const NO_PROCESS = 2_147_483_646;
const EMPTY_FILE_MS = 5_000;
const LOG_BYTES = 1_000_000;

export interface Server {
  cluster: string;
  socketDir: string;
  port: number;
  binaries: Binaries;
  account: Account;
  settings: Record<string, string>;
}

/** @returns whether a server runs on this cluster, by pid, command line and directory. */
export async function isRunning(cluster: string): Promise<boolean> {
  const file = path.join(cluster, PID_FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  if (text.trim() === '') return !(await removeIfOld(file));
  return isServer(Number.parseInt(text, 10), cluster);
}

/** An empty file is being written just now, unless it is old: then a full disk or a crash left it. */
async function removeIfOld(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || Date.now() - found.mtimeMs < EMPTY_FILE_MS) return false;
  await unlink(file).catch(() => undefined);
  return true;
}

async function isServer(pid: number, cluster: string): Promise<boolean> {
  if (!(pid > 0) || pid === process.pid) return false;
  if (process.platform === 'linux') return isServerByProc(pid, cluster);
  if (windows) return isSomebody(pid);
  const { stdout } = await promisify(execFile)('ps', [
    '-o',
    'stat=',
    '-o',
    'command=',
    '-p',
    String(pid),
  ]).catch(() => ({ stdout: '' }));
  return !/^\s*Z/.test(stdout) && stdout.includes('postgres') && stdout.includes(cluster);
}

/** A killed server may stay a zombie for as long as its parent does not look; its number may be reused. */
async function isServerByProc(pid: number, cluster: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (!/\) [^ZX] /.test(status.slice(status.lastIndexOf(')')))) return false;
  const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return path.basename(args[0] ?? '').startsWith('postgres') && (cwd === cluster || args.includes(cluster));
}

function isSomebody(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Clears lock files that name a process which is not our server. PostgreSQL sees through a dead pid by itself,
 * but not through a zombie or a pid that somebody else has now. Call it only when isRunning said no.
 */
export async function clearStaleLocks(server: Server): Promise<void> {
  const pidFile = path.join(server.cluster, PID_FILE);
  const text = await readStale(pidFile, server.cluster);
  if (text !== undefined && (await takeAway(pidFile, text))) {
    // Its other lines stay: from them PostgreSQL learns whether children of the dead server still live.
    await putBack(pidFile, text.replace(/^\d+/, String(NO_PROCESS)), server.account);
  }
  const socketLock = path.join(server.socketDir, `.s.PGSQL.${SOCKET_PORT}.lock`);
  const lock = await readStale(socketLock, server.cluster);
  if (lock !== undefined) await takeAway(socketLock, lock);
}

async function readStale(file: string, cluster: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0) || !isSomebody(pid) || (await isServer(pid, cluster))) return undefined;
  return text;
}

/** @returns whether the file was the one meant; a rival's new one goes back to its place. */
async function takeAway(file: string, expected: string): Promise<boolean> {
  const aside = `${file}.stale-${process.pid}`;
  try {
    await rename(file, aside);
    const same = (await readFile(aside, 'utf8')) === expected;
    if (!same) await link(aside, file).catch(() => undefined);
    await unlink(aside);
    return same;
  } catch {
    return false;
  }
}

/** By link, which never replaces the file of a rival that has started meanwhile. */
async function putBack(file: string, text: string, account: Account): Promise<void> {
  const aside = `${file}.back-${process.pid}`;
  await writeFile(aside, text, { mode: 0o600 });
  await give(aside, account);
  await link(aside, file).catch(() => undefined);
  await unlink(aside);
}

/** A launch that ended again. */
export interface Launch {
  /** Resolves with what it said when the process ends; a server that runs leaves it pending. */
  ended: Promise<string>;
  hasEnded(): boolean;
}

/**
 * Starts the server in a session of its own, so that Ctrl+C in our terminal does not reach it. Not through
 * pg_ctl, whose shell would read a `$` or a quote in a path; only Windows needs it, to drop rights [untested].
 */
export async function launch(server: Server): Promise<Launch> {
  const log = await openLog(server);
  const before = (await log.stat()).size;
  const args = ['-D', server.cluster, ...settingArguments(server)];
  try {
    if (windows) return await launchByPgCtl(server, args);
    const child = spawn(program(server.binaries, 'postgres'), args, {
      ...childOptions(server.account),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.unref();
    return watch(child, server, before);
  } finally {
    await log.close();
  }
}

function watch(child: ChildProcess, server: Server, logOffset: number): Launch {
  let over = false;
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', (error) => reject(notRunnable('postgres', error)));
    child.on('exit', () => {
      over = true;
      resolve(readLog(server, logOffset));
    });
  });
  ended.catch(() => (over = true));
  return { ended, hasEnded: () => over };
}

async function launchByPgCtl(server: Server, args: string[]): Promise<Launch> {
  const options = args.slice(2).map((text) => (text.startsWith('-') ? text : `"${text}"`));
  const log = path.join(server.cluster, 'server.log');
  const command = ['-D', server.cluster, '-W', '-s', '-l', log, '-o', options.join(' '), 'start'];
  await run(program(server.binaries, 'pg_ctl'), command, server.account);
  return { ended: new Promise(() => undefined), hasEnded: () => false };
}

/** Nothing listens on a network; and no statement, which might carry a hash, gets into the server's log. */
function settingArguments(server: Server): string[] {
  const quoted = `"${server.socketDir.replaceAll('"', '""')}"`;
  const settings: Record<string, string> = {
    ...(windows
      ? { listen_addresses: '127.0.0.1', port: String(server.port) }
      : { listen_addresses: '', port: String(server.port), unix_socket_directories: quoted }),
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...server.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function openLog(server: Server) {
  const file = path.join(server.cluster, 'server.log');
  const size = (await stat(file).catch(() => undefined))?.size ?? 0;
  if (size > LOG_BYTES) await rename(file, `${file}.1`).catch(() => undefined);
  const handle = await open(file, 'a', 0o600);
  if (server.account !== undefined) await handle.chown(server.account.uid, server.account.gid);
  return handle;
}

async function readLog(server: Server, offset: number): Promise<string> {
  const text = await readFile(path.join(server.cluster, 'server.log')).catch(() => Buffer.alloc(0));
  return text.subarray(offset).toString().trim().slice(-2_000);
}
