/** What a backup and a restore must not be misled by: tables that a release did not know, and time-outs of others. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { appliedMigrations, migrateOne, pendingMigrations } from '../../db/migrate.js';
import { createDatabase } from '../../db/knex.js';
import { ArchiveWriter } from '../../server/backup/archive-writer.js';
import { BackupDamaged, type Manifest } from '../../server/backup/backup-format.js';
import { createBackup, type BackupResult } from '../../server/backup/backup-service.js';
import { readRows, readSequences, readTables } from '../../server/backup/backup-store.js';
import { BACKED_UP, tablesAfter } from '../../server/backup/backup-tables.js';
import { restoreBackup, verifyBackup, type RestoreResult } from '../../server/backup/restore-service.js';
import type { ActorCtx } from '../../server/core/context.js';
import { writePrivately } from '../../server/core/private-file.js';
import { workerCtx } from '../../server/worker/worker-ctx.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { cliOn } from '../support/cli.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { setUp } from '../support/people.js';
import { waitFor } from '../db/processes.js';

describe('a backup and a restore', function () {
  this.timeout(60_000);

  let app: TestApp;
  let ctx: ActorCtx;
  let other: TestDatabase;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'clearview-care-'));
  let count = 0;
  const newFile = (): string => path.join(folder, `${(count += 1)}.clearview`);

  before(async () => {
    app = await startTestApp();
    await setUp(app);
    ctx = workerCtx(app.deps, 'test') as ActorCtx;
  });
  beforeEach(async () => {
    other = await createTestDatabase({ migrated: false });
  });
  afterEach(() => other.drop());
  after(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const { signal } = new AbortController();
  const save = (db: TestDatabase['db'], file: string, onProgress = () => undefined): Promise<BackupResult> =>
    createBackup({ ...ctx, db }, file, { signal, onProgress, overwrite: false });
  const load = (db: TestDatabase['db'], file: string, onRead = () => undefined): Promise<RestoreResult> =>
    restoreBackup({ ...ctx, db }, file, { signal, onRead, revokeTokens: false });

  it('know which migration makes each of their tables', async () => {
    for (;;) {
      const there = (await readTables(other.db, BACKED_UP)).map(({ name }) => name);
      const applied = await appliedMigrations(other.db);
      expect(tablesAfter(applied), applied.at(-1)).to.deep.equal(there);
      if ((await pendingMigrations(other.db)).length === 0) break;
      await migrateOne(other.db);
    }
  });

  it('take the log along from before it had months', async () => {
    while ((await pendingMigrations(other.db))[0] !== '0014_audit_months') await migrateOne(other.db);
    await other.db.raw("insert into auth_audit (ts, event) values ('2020-05-05', 'login_ok')");
    const file = newFile();
    await save(other.db, file);
    const target = await createTestDatabase();
    try {
      await load(target.db, file);
      expect(await target.db('auth_audit').orderBy('id').pluck('event')).to.deep.equal([
        'login_ok',
        'backup_restore',
      ]);
      const rest = await target.db('auth_audit_default' as 'auth_audit');
      expect(rest).to.deep.equal([]);
    } finally {
      await target.drop();
    }
  });

  /** A whole file, as a release writes it that does not know some of the tables. */
  async function saveWithout(names: string[], file: string): Promise<void> {
    const complete = newFile();
    await save(app.db, complete);
    const { audit_months: _, ...manifest } = await verifyBackup(complete);
    const tables = manifest.tables.filter(({ name }) => !names.includes(name));
    const writer = new ArchiveWriter();
    const written = writePrivately(file, writer.content);
    await app.db.transaction(async (trx) => {
      await writer.begin({ ...manifest, tables } satisfies Manifest);
      for (const table of tables) await writer.addTable(table.name, readRows(trx, table), () => undefined);
      await writer.end(await readSequences(trx));
    });
    await written;
  }

  it('are refused when a release before the migrations left tables out: nothing is lost', async () => {
    const file = newFile();
    await saveWithout(['auth_audit', 'account_tallies', 'tenant_tallies'], file);
    const content = () => app.db('auth_audit').orderBy('id');
    const before = await content();
    const asked: string[] = [];
    const watched = createDatabase(app.database.connection);
    watched.on('query', ({ sql }: { sql: string }) => asked.push(sql));
    const refusal = await load(watched, file).catch((error: unknown) => error);
    await watched.destroy();
    expect(refusal).to.be.instanceOf(BackupDamaged);
    expect((refusal as Error).message).to.contain('lacks auth_audit, account_tallies, tenant_tallies:');
    expect(await content()).to.deep.equal(before);
    expect(asked.join()).not.to.contain('truncate');
    const { code, stderr } = await cliOn(app.database).run(['restore', '--check', file]);
    expect(code).to.equal(3);
    expect(stderr).to.contain('lacks auth_audit').and.to.contain('Nothing was changed');
  });

  /** Stands still, with every connection, for longer than the time-outs below allow. */
  function freeze(): undefined {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  }

  /** Lets the work wait for a table for longer than the time-outs below allow. */
  async function heldUp<T>(start: () => Promise<T>): Promise<T> {
    const holder = await app.db.transaction();
    const waiting = "application_name = 'clearview backup' and wait_event_type = 'Lock'";
    try {
      await holder.raw('lock table users in access exclusive mode');
      const work = start();
      work.catch(() => undefined);
      await waitFor(async () => {
        const { rows } = await other.db.raw<{ rows: unknown[] }>(
          `select from pg_stat_activity where datname = ? and ${waiting}`,
          [app.database.name],
        );
        return rows.length === 1;
      }, 'the work to wait');
      await new Promise((resolve) => setTimeout(resolve, 400));
      await holder.rollback();
      return await work;
    } finally {
      if (!holder.isCompleted()) await holder.rollback();
    }
  }

  it('are not ended by time-outs that a pooler, the role or the database has set', async () => {
    const { name } = app.database;
    await app.db.raw('alter database ?? set statement_timeout = 200', [name]);
    await app.db.raw('alter database ?? set idle_in_transaction_session_timeout = 200', [name]);
    try {
      const file = newFile();
      const saved = await heldUp(() => save(app.db, file, freeze));
      expect(saved.rows).to.be.greaterThan(0);
      expect((await heldUp(() => load(app.db, file, freeze))).rows).to.equal(saved.rows);
    } finally {
      await app.db.raw('alter database ?? reset all', [name]);
    }
  });
});
