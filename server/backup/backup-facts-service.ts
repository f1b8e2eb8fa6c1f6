/** What there is to be known about backups without making one. */
import { firstEvent, lastEvent } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import * as store from './backup-store.js';

export interface BackupFacts {
  /** The moment that the newest backup shows, as far as the log knows. */
  lastBackup: Date | null;
  /** The oldest row of the log. */
  firstUse: Date | null;
  /** Which keys sealed second factors, and those of how many users each. */
  sealed: { key_id: string; users: number }[];
}

/** A restored database does not know of its own backup, but of the restore. */
export async function readBackupFacts(ctx: ActorCtx): Promise<BackupFacts> {
  const rows = [await lastEvent(ctx.db, 'backup_create'), await lastEvent(ctx.db, 'backup_restore')];
  const moments = rows
    .map((row) => row?.detail.made_at)
    .filter((moment) => typeof moment === 'string')
    .sort();
  const newest = moments.at(-1);
  return {
    lastBackup: newest === undefined ? null : new Date(newest),
    firstUse: (await firstEvent(ctx.db))?.ts ?? null,
    sealed: await store.countKeys(ctx.db),
  };
}
