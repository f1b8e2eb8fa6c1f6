/** Tells whether what was built still belongs to its sources: by content, as clocks and checkouts mislead. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const PASSED_OVER = new Set(['node_modules', 'dist']);

function filesBelow(entry: string): string[] {
  if (!existsSync(entry)) return [];
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry, { withFileTypes: true })
    .filter(({ name }) => !PASSED_OVER.has(name))
    .flatMap(({ name }) => filesBelow(path.join(entry, name)))
    .sort();
}

/**
 * One hash over the names and contents of files and of all files below folders.
 * @param root folder that the sources are named from
 */
export function fingerprint(root: string, sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(path.join(root, source)))) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}
