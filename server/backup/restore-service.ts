/** Brings a backup back: all of it in one transaction, or nothing. */
import path from 'node:path';
import type { Knex } from 'knex';
import { applyPending, revertTo } from '../../db/migrate-within.js';
import { appliedMigrations, holdMigrations, knownMigrations, migrateToLatest } from '../../db/migrate.js';
import { change } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { Archive } from './archive-reader.js';
import { BackupDamaged, type Manifest, type TableHead } from './backup-format.js';
import type { Work } from './backup-service.js';
import * as store from './backup-store.js';
import { ALL_TABLES, tablesAfter } from './backup-tables.js';
import { bringMonths } from './months-store.js';
import { liftTimeouts, withPatience } from './patient-db.js';

export interface RestoreResult {
  made_at: string;
  clearview: string;
  rows: number;
  /** Migrations that the backup did not know yet. */
  migrated: string[];
  tokens_revoked: number;
  key_ids: string[];
}

/** Milliseconds that a restore may take. */
const A_DAY = 24 * 3600 * 1000;

/**
 * Reads a backup to its end without a word to the database.
 * @param onRead is told how many bytes of the file have been read
 * @throws BackupDamaged
 */
export async function verifyBackup(file: string, onRead?: (bytes: number) => void): Promise<Manifest> {
  const archive = new Archive(file, onRead);
  for await (const _ of archive.pieces());
  return archive.manifest;
}

/**
 * @throws BackupDamaged when this release cannot know the tables of the backup, or when the backup lacks some that its
 *   database had: a release before the migrations that it found looked for other tables, and what it did not take
 *   along would be lost
 */
export async function assertKnownSchema({ clearview, migrations, tables }: Manifest): Promise<void> {
  const known = await knownMigrations();
  if (!migrations.every((name, at) => known[at] === name)) {
    throw new BackupDamaged(
      `This backup was made by Clearview ${clearview}, whose tables this one does not know. Install that first.`,
    );
  }
  const lacking = tablesAfter(migrations).filter((wanted) => tables.every(({ name }) => name !== wanted));
  if (lacking.length === 0) return;
  throw new BackupDamaged(
    `This backup lacks ${lacking.join(', ')}: Clearview ${clearview} made it of a database that a newer one had changed.`,
  );
}

/** @throws ApiError when the database is ahead of this release */
export async function assertNotAhead(db: Knex): Promise<void> {
  const known = await knownMigrations();
  const newer = (await appliedMigrations(db)).filter((name) => !known.includes(name));
  if (newer.length === 0) return;
  throw new ApiError('not_ready', `The database was changed by a newer Clearview (${newer.join(', ')}).`);
}

/** Whether somebody has worked in the database. */
export const isInUse = (ctx: ActorCtx): Promise<boolean> => store.isInUse(ctx.db);

/** Makes the tables those of the backup, and empty. @returns wakes the triggers */
async function prepare(trx: Knex.Transaction, manifest: Manifest): Promise<() => Promise<void>> {
  await holdMigrations(trx);
  await trx.raw("set local lock_timeout = '30s'");
  await store.setFormats(trx);
  const present = (await store.readTables(trx, ALL_TABLES)).map(({ name }) => name);
  const wake = await store.silenceTriggers(trx, present);
  await store.emptyTables(trx, present);
  await revertTo(trx, manifest.migrations);
  if (manifest.audit_months !== undefined && manifest.audit_months.length > 0)
    await bringMonths(trx, manifest.audit_months);
  // A table that is made anew by a migration has its rows of the first hour; those of the backup take their place.
  const left = (await store.readTables(trx, ALL_TABLES)).map(({ name }) => name);
  const missing = manifest.tables.find(({ name }) => !left.includes(name));
  if (missing !== undefined)
    throw new BackupDamaged(`The backup has a table that is not known: ${missing.name}.`);
  return wake;
}

/** @returns how many rows came back */
async function copyIn(
  trx: Knex.Transaction,
  archive: Archive,
  signal: AbortSignal,
  wake: Wake,
): Promise<number> {
  let table = '';
  let sink: store.RowSink | null = null;
  const headOf = (wanted: string): TableHead => archive.manifest.tables.find(({ name }) => name === wanted)!;
  const pieces = archive.pieces(async (manifest) => {
    await assertKnownSchema(manifest);
    wake.call = await prepare(trx, manifest);
  });
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      if (sink === null || piece.table !== table) {
        await sink?.end();
        table = piece.table;
        sink = await store.openRows(trx, headOf(table));
      }
      await sink.write(piece.bytes);
    }
    await sink?.end();
  } catch (error) {
    await sink?.abort();
    throw error;
  }
  return Object.values(archive.checksums.tables).reduce((sum, { rows }) => sum + rows, 0);
}

interface Wake {
  call: () => Promise<void>;
}

/**
 * Puts the rows of a backup in the place of all there are. Sessions end, links to set a password and halves of
 * sign-ins are gone.
 * @param options.revokeTokens API tokens do not come back
 * @throws BackupDamaged when the file is not what it was, or lacks tables; nothing has been changed then
 */
export async function restoreBackup(
  ctx: ActorCtx,
  file: string,
  options: Omit<Work, 'onProgress'> & { onRead: (bytes: number) => void; revokeTokens: boolean },
): Promise<RestoreResult> {
  await assertNotAhead(ctx.db);
  await migrateToLatest(ctx.db);
  return withPatience(ctx.db, (patient) =>
    change(
      { ...ctx, db: patient },
      async (trx, record) => {
        await liftTimeouts(trx);
        const archive = new Archive(file, options.onRead);
        const wake: Wake = { call: () => Promise.resolve() };
        const rows = await copyIn(trx, archive, options.signal, wake);
        await wake.call();
        const migrated = await applyPending(trx);
        await store.setSequences(trx, archive.checksums.sequences);
        const tokens = options.revokeTokens ? await store.deleteTokens(trx) : 0;
        const { created_at: made_at, clearview, key_ids } = archive.manifest;
        const revoked = options.revokeTokens ? { tokens_revoked: tokens } : {};
        record('backup_restore', { file: path.basename(file), made_at, clearview, rows, ...revoked });
        return { made_at, clearview, rows, migrated, tokens_revoked: tokens, key_ids };
      },
      { deadline: A_DAY },
    ),
  );
}
