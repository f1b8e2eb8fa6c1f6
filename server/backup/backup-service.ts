/** Makes a backup: all of one moment, while everybody works on. */
import path from 'node:path';
import type { Knex } from 'knex';
import { appliedMigrations } from '../../db/migrate.js';
import { change } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { writePrivately } from '../core/private-file.js';
import { version } from '../core/project.js';
import { ArchiveWriter } from './archive-writer.js';
import { FORMAT, FORMAT_VERSION, type Checksums, type Manifest } from './backup-format.js';
import * as store from './backup-store.js';
import { BACKED_UP } from './backup-tables.js';
import { readMonths } from './months-store.js';
import { liftTimeouts, withPatience } from './patient-db.js';

export interface BackupResult {
  file: string;
  /** The moment that it shows. */
  created_at: string;
  bytes: number;
  rows: number;
  tables: Record<string, number>;
}

export interface Work {
  /** Ends it early; nothing is left behind. */
  signal: AbortSignal;
  /** How far it is: of `total`, in whatever is counted. */
  onProgress: (done: number, total: number) => void;
}

interface Copied {
  manifest: Manifest;
  checksums: Checksums;
}

async function copyAll(
  trx: Knex.Transaction,
  writer: ArchiveWriter,
  { signal, onProgress }: Work,
): Promise<Copied> {
  await liftTimeouts(trx);
  await store.setFormats(trx);
  const tables = await store.readTables(trx, BACKED_UP);
  const names = tables.map(({ name }) => name);
  await store.holdTables(trx, names);
  const { now, postgres } = await store.readMoment(trx);
  const keys = await store.countKeys(trx);
  const manifest: Manifest = {
    format: FORMAT,
    version: FORMAT_VERSION,
    clearview: version,
    created_at: now.toISOString(),
    postgres,
    migrations: await appliedMigrations(trx),
    key_ids: keys.map(({ key_id }) => key_id),
    tables,
    audit_months: await readMonths(trx),
  };
  await writer.begin(manifest);
  const total = await store.sizeOf(trx, names);
  let done = 0;
  for (const table of tables) {
    await writer.addTable(table.name, store.readRows(trx, table), (count) => {
      signal.throwIfAborted();
      done += count;
      onProgress(done, total);
    });
  }
  return { manifest, checksums: await writer.end(await store.readSequences(trx)) };
}

/** What was written, for the log and whoever asked. */
function resultOf(file: string, bytes: number, { manifest, checksums }: Copied): BackupResult {
  const tables = Object.fromEntries(Object.entries(checksums.tables).map(([name, { rows }]) => [name, rows]));
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  return { file, created_at: manifest.created_at, bytes, rows, tables };
}

/** Copies and writes at once. @throws the first failure of the two, when both have ended */
async function write(
  patient: Knex,
  file: string,
  options: Work & { overwrite: boolean },
): Promise<{ copied: Copied; bytes: number }> {
  const writer = new ArchiveWriter();
  let cause: unknown;
  const copyOrTell = async (trx: Knex.Transaction): Promise<Copied> => {
    try {
      return await copyAll(trx, writer, options);
    } catch (error) {
      // A content that nobody takes any more is the other side's failure.
      if (!writer.content.destroyed) cause ??= error;
      writer.fail(error as Error);
      throw error;
    }
  };
  const isolation = { isolationLevel: 'repeatable read', readOnly: true } as const;
  const [copied, written] = await Promise.allSettled([
    patient.transaction(copyOrTell, isolation),
    writePrivately(file, writer.content, options),
  ]);
  if (written.status === 'rejected') throw cause ?? written.reason;
  if (copied.status === 'rejected') throw cause ?? copied.reason;
  return { copied: copied.value, bytes: written.value };
}

/**
 * Writes the database of one moment into a file that only its owner can read; there whole or not at all.
 * @param file must not exist unless `overwrite`
 * @throws Error with the code EEXIST when there is such a file
 */
export async function createBackup(
  ctx: ActorCtx,
  file: string,
  options: Work & { overwrite: boolean },
): Promise<BackupResult> {
  const { copied, bytes } = await withPatience(ctx.db, (patient) => write(patient, file, options));
  const result = resultOf(file, bytes, copied);
  await change(ctx, async (_trx, record) => {
    const { created_at, rows } = result;
    record('backup_create', { file: path.basename(file), made_at: created_at, bytes, rows });
    return Promise.resolve();
  });
  return result;
}
