/** Files that hold what others must not read, and that are there whole or not at all. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file beside its place and moves it there once it is complete and on the disk. Only its owner may read it.
 * @param content is written as it comes
 */
export async function writeAside(file: string, content: AsyncIterable<string | Uint8Array>): Promise<void> {
  const place = path.resolve(file);
  const aside = `${place}.${randomBytes(4).toString('hex')}.partial`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await pipeline(Readable.from(content, { objectMode: false }), handle.createWriteStream({ flush: true }));
    await rename(aside, place);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(aside, { force: true });
    throw error;
  }
}
