/** Writes the file of a backup, as it comes: no more than one part of a table is ever held in memory. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { countRows } from './archive-reader.js';
import {
  CHECKSUMS,
  MANIFEST,
  partName,
  type Checksums,
  type Manifest,
  type TableSum,
} from './backup-format.js';

/** Bytes of a part. */
const PART = 4 * 1024 * 1024;

export class ArchiveWriter {
  private readonly entries: Pack = pack();
  private readonly sums: Record<string, TableSum> = {};
  private manifestSum = '';
  /** The bytes of the file. */
  readonly content: Readable;

  constructor() {
    const packed = new PassThrough();
    this.content = packed;
    // A failure reaches whoever reads the content.
    void pipeline(this.entries, createGzip(), packed).catch(() => undefined);
  }

  async begin(manifest: Manifest): Promise<void> {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    this.manifestSum = createHash('sha256').update(text).digest('hex');
    await this.add(MANIFEST, Buffer.from(text));
  }

  /** @param rows in PostgreSQL's text format */
  async addTable(name: string, rows: AsyncIterable<Buffer>, onBytes: (count: number) => void): Promise<void> {
    const hash = createHash('sha256');
    const sum = { rows: 0, bytes: 0 };
    let part = 0;
    let waiting: Buffer[] = [];
    let size = 0;
    const flush = async (): Promise<void> => {
      if (size === 0) return;
      part += 1;
      await this.add(partName(name, part), Buffer.concat(waiting, size));
      waiting = [];
      size = 0;
    };
    for await (const chunk of rows) {
      hash.update(chunk);
      sum.rows += countRows(chunk);
      sum.bytes += chunk.length;
      waiting.push(chunk);
      size += chunk.length;
      onBytes(chunk.length);
      if (size >= PART) await flush();
    }
    await flush();
    this.sums[name] = { ...sum, sha256: hash.digest('hex') };
  }

  /** @returns what was written of each table */
  async end(sequences: Checksums['sequences']): Promise<Checksums> {
    const checksums: Checksums = { manifest: this.manifestSum, tables: this.sums, sequences };
    await this.add(CHECKSUMS, Buffer.from(`${JSON.stringify(checksums, null, 2)}\n`));
    this.entries.finalize();
    return checksums;
  }

  /** Breaks the file off; whoever reads the content gets the error. */
  fail(error: Error): void {
    this.content.destroy(error);
    this.entries.destroy(error);
  }

  /** Waits until whoever reads the content has taken it. */
  private async add(name: string, content: Buffer): Promise<void> {
    if (this.content.destroyed) throw this.content.errored ?? new Error('The backup is not read any more.');
    const entry = this.entries.entry({ name, size: content.length, mode: 0o600, mtime: new Date() });
    const gone = new AbortController();
    const closed = once(this.content, 'close', { signal: gone.signal }).then(() => {
      throw this.content.errored ?? new Error('The backup is not read any more.');
    });
    try {
      const done = new Promise<void>((resolve, reject) => {
        entry.on('error', reject);
        entry.on('finish', () => resolve());
      });
      entry.end(content);
      await Promise.race([done, closed]);
    } finally {
      gone.abort();
      closed.catch(() => undefined);
    }
  }
}
