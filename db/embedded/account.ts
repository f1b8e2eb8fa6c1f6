/** Who PostgreSQL runs as. It refuses to run as root, so under root it gets an account that exists already. */
import { execFile, spawn } from 'node:child_process';
import { chown, lchown, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** Undefined: the account of this process, nothing to change. */
export type Account = { uid: number; gid: number } | undefined;

export const windows = process.platform === 'win32';

const COMMAND_MS = 120_000;

/**
 * @returns under root `postgres`, else `nobody`; undefined for everybody else. No account is ever made.
 */
export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([identify('-u', name), identify('-g', name)]);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody": ' +
      'start Clearview as another user, or set DATABASE_URL.',
  );
}

async function identify(flag: string, name: string): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('id', [flag, name]).catch(() => ({ stdout: '' }));
  const number = Number(stdout.trim() || NaN);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Gives one file or folder to the account. */
export async function give(file: string, account: Account): Promise<void> {
  if (account !== undefined) await chown(file, account.uid, account.gid);
}

/** Gives a folder and all in it to the account. */
export async function giveTree(folder: string, account: Account): Promise<void> {
  if (account === undefined) return;
  await give(folder, account);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) await giveTree(child, account);
    else await lchown(child, account.uid, account.gid);
  }
}

/** The uid that PostgreSQL's files must belong to; undefined on Windows. */
export function ownerOf(account: Account): number | undefined {
  return account?.uid ?? process.getuid?.();
}

/** Options for a child of PostgreSQL's: its account, no secrets of ours in its environment, no folder kept busy. */
export function childOptions(account: Account) {
  return {
    ...account,
    cwd: windows ? undefined : '/',
    env: windows ? undefined : { LC_ALL: 'C', TZ: 'UTC' },
  };
}

/**
 * Runs a program of PostgreSQL's to its end.
 * @throws Error with what it printed when it fails.
 */
export function run(program: string, args: string[], account: Account): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...childOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), COMMAND_MS);
    let printed = '';
    const keep = (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-1_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(notRunnable(program, error)));
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(program)} failed (${code ?? 'killed'}): ${printed.trim()}`));
    });
  });
}

/** ENOENT of a file that is there means: made for another C library. */
export function notRunnable(program: string, cause: Error): Error {
  return new Error(
    `The PostgreSQL that came with npm does not run here (${path.basename(program)}: ${cause.message}). ` +
      'Set DATABASE_URL to a PostgreSQL of your own.',
    { cause },
  );
}
