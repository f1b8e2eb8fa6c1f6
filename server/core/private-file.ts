/** Files that hold what others must not read, and that are there whole or not at all. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface WriteOptions {
  signal?: AbortSignal;
  /** Whether a file that is there already may go. */
  overwrite?: boolean;
}

const taken = (file: string): Error =>
  Object.assign(new Error(`${file} exists already.`), { code: 'EEXIST' });

/** A link is refused where a file is already; where there are no links, a look has to do. */
async function giveName(aside: string, file: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(aside, file);
  try {
    await link(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || existsSync(file)) throw taken(file);
    return rename(aside, file);
  }
  await rm(aside);
}

/** So that the name survives a loss of power as well as the content. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Writes a file beside its place and moves it there once it is complete and on the disk. Only its owner may read it.
 * @param content is written as it comes
 * @returns its size in bytes
 * @throws Error with the code EEXIST when there is such a file
 */
export async function writePrivately(
  file: string,
  content: AsyncIterable<string | Uint8Array>,
  { signal, overwrite = false }: WriteOptions = {},
): Promise<number> {
  const place = path.resolve(file);
  if (!overwrite && existsSync(place)) throw taken(file);
  const aside = `${place}.${randomBytes(4).toString('hex')}.partial`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    const source = content instanceof Readable ? content : Readable.from(content, { objectMode: false });
    await pipeline(source, handle.createWriteStream({ flush: true }), { signal });
    const { size } = await stat(aside);
    await giveName(aside, place, overwrite);
    await syncFolder(path.dirname(place));
    return size;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(aside, { force: true });
    throw error;
  }
}
