/** How much the files of a folder take on the disk. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Bytes of the blocks of all files in a folder; 0 when there is none.
 * @param seen files that were counted already: of several names of one file the first counts
 */
export function folderBytes(folder: string, seen = new Set<string>()): number {
  const root = lstatSync(folder, { throwIfNoEntry: false });
  if (root === undefined) return 0;
  const key = `${root.dev}:${root.ino}`;
  if (seen.has(key)) return 0;
  seen.add(key);
  const own = root.blocks * 512;
  if (!root.isDirectory()) return own;
  return readdirSync(folder).reduce((sum, name) => sum + folderBytes(path.join(folder, name), seen), own);
}

interface Lock {
  packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
}

/** The folders of the packages that an installation without development packages has, as the lock file says. */
export function productionFolders(lock: Lock): string[] {
  return Object.entries(lock.packages)
    .filter(([folder, entry]) => folder !== '' && entry.dev !== true && entry.devOptional !== true)
    .map(([folder]) => folder);
}

/** Bytes of the packages of an installation that are not for development alone. @param root with the lock file */
export function productionBytes(root: string): number {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as Lock;
  const seen = new Set<string>();
  // A package within another is met with that one, and not counted twice.
  return productionFolders(lock).reduce((sum, folder) => sum + folderBytes(path.join(root, folder), seen), 0);
}
