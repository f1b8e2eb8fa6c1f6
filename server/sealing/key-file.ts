/** The key that seals, in a file beside the data: made when it is first needed, readable by its owner alone. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

const NAME = 'secret.key';

/** Where the key is kept. */
export const keyFile = (dataDir: string): string => path.join(dataDir, NAME);

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** @returns null when there is no file; @throws Error for one that holds no key: it must not be overwritten */
function read(file: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  if (!/^[0-9a-f]{64}\n?$/.test(text)) {
    throw new Error(`${file} does not hold a key (64 hex digits). Put back the one from your backup.`);
  }
  return Buffer.from(text.trim(), 'hex');
}

/** On the disk before it is used: what it seals could never be opened again without it. */
function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Gives a finished file its name unless a rival was first; nobody ever sees half of one. */
function publish(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    // A file system without hard links.
    try {
      copyFileSync(from, to, constants.COPYFILE_EXCL);
    } catch (failure) {
      if (codeOf(failure) !== 'EEXIST') throw failure;
    }
  }
}

function make(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeDurably(draft, `${randomBytes(32).toString('hex')}\n`);
    publish(draft, file);
  } finally {
    try {
      unlinkSync(draft);
    } catch {
      // It was never made.
    }
  }
}

/**
 * The key, made when there is none. Of several processes that make one at once all get the same.
 * @throws Error when the file cannot be read or written, or holds something else
 */
export function readKey(dataDir: string): Buffer {
  const file = keyFile(dataDir);
  const found = read(file);
  if (found !== null) return found;
  make(dataDir, file);
  const made = read(file);
  if (made === null) throw new Error(`${file} could not be made.`);
  return made;
}
