/** Reads the file of a backup from its beginning to its end, and stands for every byte that it hands on. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import {
  BackupDamaged,
  CHECKSUMS,
  MANIFEST,
  parseChecksums,
  parseManifest,
  partName,
  type Checksums,
  type Manifest,
  type TableSum,
} from './backup-format.js';

/** Some rows of a table, cut anywhere. */
export interface Piece {
  table: string;
  bytes: Buffer;
}

type Entry = AsyncIterable<Buffer> & { header: { name: string } };

/** More than any description of a backup needs. */
const MAX_TEXT = 4 * 1024 * 1024;

const LINE_END = 0x0a;

/** In PostgreSQL's text format every row ends with a line feed, and none is inside of one. */
export function countRows(bytes: Uint8Array): number {
  let rows = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) rows += 1;
  return rows;
}

async function readText(entry: Entry): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of entry) {
    size += chunk.length;
    if (size > MAX_TEXT) throw new BackupDamaged('The file is damaged: its description has no end.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Sums up a table as its parts come by. */
class Sum {
  private readonly hash = createHash('sha256');
  rows = 0;
  bytes = 0;
  parts = 0;

  add(bytes: Buffer): void {
    this.hash.update(bytes);
    this.bytes += bytes.length;
    this.rows += countRows(bytes);
  }

  result(): TableSum {
    return { rows: this.rows, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

/** What a backup holds, as far as it has been read. */
export class Archive {
  private manifestText = '';
  private found: Manifest | undefined;
  private end: Checksums | undefined;
  private readonly sums = new Map<string, Sum>();

  /**
   * @param file its place
   * @param onRead is told how many bytes of the file have been read
   */
  constructor(
    private readonly file: string,
    private readonly onRead: (bytes: number) => void = () => undefined,
  ) {}

  /** Known from the first piece on. */
  get manifest(): Manifest {
    if (this.found === undefined) throw new BackupDamaged('This is no backup of Clearview.');
    return this.found;
  }

  /** Known once all pieces have been read. */
  get checksums(): Checksums {
    if (this.end === undefined) throw new BackupDamaged('The file is not whole: its end is missing.');
    return this.end;
  }

  /**
   * The rows, table after table. Only when this has ended without an error is what was handed on the whole backup.
   * @param onManifest is waited for before the first piece
   * @throws BackupDamaged
   */
  async *pieces(
    onManifest: (manifest: Manifest) => Promise<void> = () => Promise.resolve(),
  ): AsyncGenerator<Piece, void, undefined> {
    const entries = extract();
    const source = createReadStream(this.file);
    source.on('data', () => this.onRead(source.bytesRead));
    let failure: unknown;
    const reading = pipeline(source, createGunzip(), entries).catch((error: unknown) => (failure = error));
    try {
      for await (const entry of entries as AsyncIterable<Entry>) {
        if (this.found === undefined) await this.readManifest(entry, onManifest);
        else if (entry.header.name === CHECKSUMS) this.end = parseChecksums(await readText(entry));
        else yield* this.readPart(entry);
      }
      await reading;
    } catch (error) {
      throw asDamage(failure ?? error);
    } finally {
      source.destroy();
      await reading;
    }
    if (failure !== undefined) throw asDamage(failure);
    this.assertWhole();
  }

  private async readManifest(entry: Entry, onManifest: (manifest: Manifest) => Promise<void>): Promise<void> {
    if (entry.header.name !== MANIFEST) throw new BackupDamaged('This is no backup of Clearview.');
    this.manifestText = await readText(entry);
    this.found = parseManifest(this.manifestText);
    await onManifest(this.found);
  }

  private async *readPart(entry: Entry): AsyncGenerator<Piece, void, undefined> {
    const table = /^tables\/([a-z0-9_]+)\//.exec(entry.header.name)?.[1] ?? '';
    const isKnown = this.manifest.tables.some(({ name }) => name === table);
    const sum = this.sums.get(table) ?? new Sum();
    const isLast = [...this.sums.keys()].at(-1) === table || !this.sums.has(table);
    if (
      !isKnown ||
      !isLast ||
      this.end !== undefined ||
      entry.header.name !== partName(table, sum.parts + 1)
    ) {
      throw new BackupDamaged(`The file is damaged: ${entry.header.name.slice(0, 100)} is out of place.`);
    }
    this.sums.set(table, sum);
    sum.parts += 1;
    for await (const bytes of entry) {
      sum.add(bytes);
      yield { table, bytes };
    }
  }

  private assertWhole(): void {
    const { manifest, tables } = this.checksums;
    if (manifest !== sha256(this.manifestText)) {
      throw new BackupDamaged(`The file is damaged: ${MANIFEST} was changed.`);
    }
    for (const { name } of this.manifest.tables) {
      const { rows, bytes, sha256: sum } = (this.sums.get(name) ?? new Sum()).result();
      const expected = tables[name];
      if (expected?.sha256 !== sum || expected.rows !== rows || expected.bytes !== bytes) {
        throw new BackupDamaged(`The file is damaged: the rows of ${name} are not those that were written.`);
      }
    }
  }
}

/** What gzip and tar say about a file that is cut off or is none of theirs. */
function asDamage(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message: string };
  const isPacking = typeof code === 'string' && code.startsWith('Z_');
  if (isPacking || /Unexpected end of data|Invalid tar header/.test(message)) {
    return new BackupDamaged('The file is damaged or not whole: it cannot be unpacked to its end.');
  }
  return error;
}
