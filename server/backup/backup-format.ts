/**
 * The file of a backup: a tar archive, packed with gzip. First `manifest.json`, then the rows of each table in parts
 * (`tables/users/000001.copy`, PostgreSQL's own text format), last `checksums.json`: without it, or with another sum
 * than it names, the file is refused. The sums find damage; they are no signature.
 */
import { isPlainObject } from '../core/text.js';

export const FORMAT = 'clearview-backup';
export const FORMAT_VERSION = 1;
export const MANIFEST = 'manifest.json';
export const CHECKSUMS = 'checksums.json';

export interface TableHead {
  name: string;
  columns: string[];
}

/** What a backup says of itself at its beginning. */
export interface Manifest {
  format: typeof FORMAT;
  version: number;
  /** The release that made it. */
  clearview: string;
  /** The moment that it shows. */
  created_at: string;
  postgres: string;
  /** That the tables had had, oldest first. */
  migrations: string[];
  /** Which keys sealed second factors. The keys themselves are never in a backup. */
  key_ids: string[];
  tables: TableHead[];
  /** The newest months of the audit log, such as `2026-03`; missing from a backup of before it had any. */
  audit_months?: string[];
}

export interface TableSum {
  rows: number;
  bytes: number;
  sha256: string;
}

/** What a backup says of itself at its end. */
export interface Checksums {
  /** SHA-256 of manifest.json. */
  manifest: string;
  tables: Record<string, TableSum>;
  sequences: Record<string, { last: number; called: boolean }>;
}

/** A file that is no backup, or not a whole one. Nothing has been changed when this is thrown. */
export class BackupDamaged extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'BackupDamaged';
  }
}

export const partName = (table: string, part: number): string =>
  `tables/${table}/${String(part).padStart(6, '0')}.copy`;

const IDENTIFIER = /^[a-z][a-z0-9_]{0,62}$/;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
const isIdentifiers = (value: unknown): boolean =>
  isTexts(value) && value.every((one) => IDENTIFIER.test(one));

const isMonth = (value: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(value);

const isHead = (value: unknown): value is TableHead =>
  isPlainObject(value) && isIdentifiers([value.name]) && isIdentifiers(value.columns);

function parse(text: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isPlainObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new BackupDamaged(`The file is damaged: ${name} cannot be read.`);
}

/** @throws BackupDamaged for another kind of file, or one of a later format */
export function parseManifest(text: string): Manifest {
  const value = parse(text, MANIFEST);
  if (value.format !== FORMAT) throw new BackupDamaged('This is no backup of Clearview.');
  if (value.version !== FORMAT_VERSION) {
    throw new BackupDamaged('This backup was made by a newer Clearview. Install that one first.');
  }
  const { clearview, created_at, postgres, migrations, key_ids, tables, audit_months = [] } = value;
  const isWhole =
    [clearview, created_at, postgres].every((one) => typeof one === 'string') &&
    isTexts(migrations) &&
    isTexts(key_ids) &&
    Array.isArray(tables) &&
    tables.every(isHead) &&
    isTexts(audit_months) &&
    audit_months.every(isMonth);
  if (!isWhole) throw new BackupDamaged(`The file is damaged: ${MANIFEST} is incomplete.`);
  return value as unknown as Manifest;
}

const isSum = (value: unknown): boolean =>
  isPlainObject(value) &&
  Number.isSafeInteger(value.rows) &&
  Number.isSafeInteger(value.bytes) &&
  typeof value.sha256 === 'string';

const isPlace = (value: unknown): boolean =>
  isPlainObject(value) && Number.isSafeInteger(value.last) && typeof value.called === 'boolean';

/** @throws BackupDamaged */
export function parseChecksums(text: string): Checksums {
  const value = parse(text, CHECKSUMS);
  const { manifest, tables, sequences } = value;
  const isWhole =
    typeof manifest === 'string' &&
    isPlainObject(tables) &&
    Object.values(tables).every(isSum) &&
    isPlainObject(sequences) &&
    Object.keys(sequences).every((name) => IDENTIFIER.test(name)) &&
    Object.values(sequences).every(isPlace);
  if (!isWhole) throw new BackupDamaged(`The file is damaged: ${CHECKSUMS} is incomplete.`);
  return value as unknown as Checksums;
}
