import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { migrateToLatest, rollbackLast } from '../../db/migrate.js';
import { ALL_TABLES, BACKED_UP } from '../../server/backup/backup-tables.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { cliOn, type Cli } from '../support/cli.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createUser, person, setUp, signIn } from '../support/people.js';

describe('clearview backup and restore, beside a running server', function () {
  // Every command is a process of its own.
  this.timeout(120_000);

  let app: TestApp;
  let cli: Cli;
  let empty: TestDatabase;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'clearview-backup-'));
  const file = path.join(folder, 'a.clearview');

  before(async () => {
    app = await startTestApp();
    cli = cliOn(app.database);
    empty = await createTestDatabase({ migrated: false });
    const root = await setUp(app);
    await createUser(root, 'joe');
    await root.post('/api/tenants', {
      name: 'Straße & Söhne\t"x"',
      domains: ['example.org'],
      notes: 'a\\b\nc',
    });
  });

  after(async () => {
    await app.stop();
    await empty.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Everything that a backup holds, in an order that does not change. */
  async function contentOf(db: Knex, names: readonly string[] = BACKED_UP): Promise<Record<string, unknown>> {
    const content: Record<string, unknown> = {};
    for (const name of names) {
      const { rows } = await db.raw<{ rows: { row: string }[] }>(
        'select t::text as row from ?? t order by 1',
        [name],
      );
      content[name] = rows.map(({ row }) => row);
    }
    return content;
  }

  it('knows every table there is: each is backed up or left out for a reason', async () => {
    const { rows } = await app.db.raw<{ rows: { name: string }[] }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
         and relnamespace = 'public'::regnamespace and relname not like 'knex%' order by 1`,
    );
    expect([...ALL_TABLES].sort()).to.deep.equal(rows.map(({ name }) => name));
  });

  it('writes one file that only its owner can read, and says so in the log', async () => {
    const before = await contentOf(app.db);
    const made = await cli.json(['backup', file]);
    expect(made.bytes).to.equal(statSync(file).size);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder)).to.deep.equal(['a.clearview']);
    const row = await app.db('auth_audit').orderBy('id', 'desc').first();
    expect(row).to.deep.include({ event: 'backup_create', username: 'cli' });
    expect(row?.detail).to.include({ file: 'a.clearview', made_at: made.created_at });
    const names = execFileSync('tar', ['tzf', file], { encoding: 'utf8' }).trim().split('\n');
    expect(names[0]).to.equal('manifest.json');
    expect(names.at(-1)).to.equal('checksums.json');
    expect(names.filter((name) => /session|guess|link|step/.test(name))).to.deep.equal([]);
    expect(await cliOn(empty).json(['restore', file])).to.include({ ok: true, rows: made.rows });
    const after = await contentOf(empty.db);
    // The one row that is new is that of the restore itself.
    after.auth_audit = (after.auth_audit as string[]).filter((text) => !text.includes('backup_restore'));
    expect(after).to.deep.equal(before);
  });

  it('lets everybody sign in to what came back, and no session of before', async () => {
    const second = await startTestApp({}, empty);
    try {
      const root = await signIn(second, 'root', 'CorrectHorse42');
      expect((await root.get('/api/users')).body).to.have.length(2);
      const made = await root.post('/api/users', { username: 'ann', password: 'Sunny-Harbour42' });
      expect(made.body).to.include({ id: 3 });
      expect((await empty.db('auth_audit').where({ event: 'backup_restore' }).first())?.username).to.equal(
        'cli',
      );
      const old = await signIn(app, 'joe');
      expect((await person(second, old.cookie).get('/api/auth/me')).status).to.equal(401);
    } finally {
      await second.stop();
    }
  });

  it('leaves the log as unchangeable as before', async () => {
    const { rows } = await empty.db.raw<{ rows: { mode: string }[] }>(
      "select tgenabled as mode from pg_trigger where tgname = 'auth_audit_append_only'",
    );
    expect(rows.length).to.be.greaterThan(5);
    expect(rows).to.deep.equal(rows.map(() => ({ mode: 'A' })));
    let refused = '';
    await empty.db.raw('truncate auth_audit').catch((error: Error) => (refused = error.message));
    expect(refused).to.contain('append-only');
  });

  it('does not write over a file, nor over a database in use', async () => {
    expect((await cli.run(['backup', file])).code).to.equal(3);
    const refused = await cli.run(['restore', file, '--json']);
    expect(refused.code).to.equal(3);
    expect(JSON.parse(refused.stderr)).to.include({ code: 'not_empty' });
  });

  /** Damages what is inside of the packing, and packs it again. */
  function tampered(change: (tar: Buffer) => Buffer): string {
    const bad = path.join(folder, `bad-${Math.random()}.clearview`);
    writeFileSync(bad, gzipSync(change(gunzipSync(readFileSync(file)))));
    return bad;
  }

  it('refuses what is cut off, damaged, changed or something else, and changes nothing', async () => {
    const before = await contentOf(app.db, [...ALL_TABLES]);
    const half = path.join(folder, 'half.clearview');
    const whole = readFileSync(file);
    writeFileSync(half, whole.subarray(0, whole.length / 2));
    const other = path.join(folder, 'other.clearview');
    writeFileSync(other, 'hello');
    const bad = [
      half,
      other,
      tampered((tar) => Buffer.from(tar.toString('latin1').replace('\troot\t', '\tevil\t'), 'latin1')),
      tampered((tar) => tar.subarray(0, tar.lastIndexOf('checksums.json'))),
      tampered((tar) =>
        Buffer.from(tar.toString('latin1').replace('"version": 1', '"version": 9'), 'latin1'),
      ),
    ];
    for (const one of bad) {
      const { code, stderr } = await cli.run(['restore', one, '--force', '--discard']);
      expect(code, one + stderr).to.equal(3);
      expect(stderr).to.contain('Nothing was changed');
    }
    expect(await contentOf(app.db, [...ALL_TABLES])).to.deep.equal(before);
  });

  it('keeps what it replaces when it is forced, so that one can return', async () => {
    await cli.json(['user', 'create', 'late', '--password-stdin'], { input: 'Sunny-Harbour42' });
    const keep = path.join(folder, 'keep.clearview');
    const result = await cli.json(['restore', file, '--force', '--keep', keep, '--yes']);
    expect(result).to.include({ ok: true, kept: keep });
    const names = async () =>
      (await cli.json<{ username: string }[]>(['user', 'list'])).map((user) => user.username);
    expect(await names()).to.deep.equal(['joe', 'root']);
    await cli.json(['restore', keep, '--force', '--discard', '--yes']);
    expect(await names()).to.deep.equal(['joe', 'late', 'root']);
    // The server that ran all the time goes on with what is there now.
    expect((await (await signIn(app, 'late', 'Sunny-Harbour42')).get('/api/auth/me')).status).to.equal(200);
  });

  it('brings a backup of older tables up to date, and refuses one of newer', async () => {
    const old = await createTestDatabase({ migrated: false });
    const target = await createTestDatabase({ migrated: false });
    try {
      await migrateToLatest(old.db);
      await old.db('users').insert({ username: 'veteran', password_hash: 'x', role: 'admin' });
      await rollbackLast(old.db);
      const older = path.join(folder, 'older.clearview');
      await cliOn(old).json(['backup', older]);
      const result = await cliOn(target).json(['restore', older]);
      expect(result.migrated).to.have.length(1);
      expect(await cliOn(target).json(['user', 'list'])).to.have.nested.property('[0].username', 'veteran');
      expect((await cliOn(target).json<{ pending: string[] }>(['migrate', 'status'])).pending).to.deep.equal(
        [],
      );
      await target.db('knex_migrations').insert({ name: '9999_later', batch: 9 });
      const { code, stderr } = await cliOn(target).run(['restore', older, '--force', '--discard']);
      expect(code).to.not.equal(0);
      expect(stderr).to.contain('newer Clearview');
    } finally {
      await old.drop();
      await target.drop();
    }
  });

  it('leaves API tokens out when told to', async () => {
    const target = await createTestDatabase({ migrated: false });
    try {
      await cli.json(['token', 'create', '-u', 'root', '-n', 'x', '-s', 'tenants:read']);
      const withToken = path.join(folder, 'token.clearview');
      await cli.json(['backup', withToken]);
      const result = await cliOn(target).json(['restore', withToken, '--revoke-tokens']);
      expect(result.tokens_revoked).to.equal(1);
      expect(await cliOn(target).json(['token', 'list'])).to.deep.equal([]);
    } finally {
      await target.drop();
    }
  });
});
