/** What a browser has to fetch before a built page shows anything, so that nobody makes it heavier unawares. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * @param folder of a built page: its `index.html`, and what that names beside their compressed forms
 * @param base path under which the folder is served, such as `/admin/`
 * @returns bytes as they travel to a browser (Brotli) of the scripts, modules and styles the page begins with
 */
export function firstLoadBytes(folder: string, base: string): number {
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, url = '']) => url);
  return files
    .map((url) => path.join(folder, url.slice(base.length)))
    .reduce((sum, file) => sum + compressedSize(file), 0);
}

function compressedSize(file: string): number {
  const compressed = statSync(`${file}.br`, { throwIfNoEntry: false });
  return (compressed ?? statSync(file)).size;
}
