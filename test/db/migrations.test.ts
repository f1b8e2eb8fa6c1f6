import { expect } from 'chai';
import {
  appliedMigrations,
  migrateToLatest,
  pendingMigrations,
  rollbackAll,
  rollbackLast,
} from '../../db/migrate.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { waitFor, Workshop } from './processes.js';
import { schemaOf } from './schema-snapshot.js';

const NAMES = [
  '0001_accounts',
  '0002_indexes',
  '0003_text_search',
  '0004_audit_is_append_only',
  '0005_sign_in_guard',
  '0006_updated_at',
  '0007_user_revisions',
  '0008_session_ids',
  '0009_audit_notify',
  '0010_audit_rollup',
  '0011_tenants',
  '0012_jobs',
  '0013_own_accounts',
  '0014_audit_months',
  '0015_flat_lists',
  '0016_covering_indexes',
];

describe('migrations', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase({ migrated: false });
  });
  afterEach(() => test.drop());

  it('go up, down to nothing, and up to the same schema', async () => {
    expect(await pendingMigrations(test.db)).to.deep.equal(NAMES);
    expect(await schemaOf(test.db), 'asking made no table').to.deep.equal([]);
    expect(await migrateToLatest(test.db)).to.deep.equal(NAMES);
    const first = await schemaOf(test.db);
    expect(await rollbackAll(test.db)).to.deep.equal(NAMES.toReversed());
    expect(await schemaOf(test.db)).to.deep.equal([]);
    expect(await migrateToLatest(test.db)).to.deep.equal(NAMES);
    expect(await schemaOf(test.db)).to.deep.equal(first);
  });

  it('each go down and up by itself', async () => {
    await migrateToLatest(test.db);
    const all = await schemaOf(test.db);
    for (const name of NAMES.toReversed()) expect(await rollbackLast(test.db)).to.deep.equal([name]);
    await migrateToLatest(test.db);
    expect(await schemaOf(test.db)).to.deep.equal(all);
  });

  it('do nothing the second time, and carry no file extension in their names', async () => {
    await migrateToLatest(test.db);
    expect(await migrateToLatest(test.db)).to.deep.equal([]);
    expect(await pendingMigrations(test.db)).to.deep.equal([]);
    expect(await appliedMigrations(test.db)).to.deep.equal(NAMES);
  });

  it("leave tables alone that are none of Clearview's", async () => {
    await test.db.raw('create table shops (id serial primary key, name text)');
    const before = await schemaOf(test.db, ['shops']);
    await migrateToLatest(test.db);
    expect(await schemaOf(test.db, ['shops'])).to.deep.equal(before);
  });

  it('set tables of an earlier edition aside that bear the names of ours, and bring them back', async () => {
    await test.db.raw(
      'create table tenants (id serial primary key, name text constraint tenants_name_key unique)',
    );
    await test.db.raw('create table jobs (id serial primary key, tenant_id int references tenants)');
    await test.db.raw("insert into tenants (name) values ('acme')");
    const before = await schemaOf(test.db, ['tenants', 'jobs']);
    await migrateToLatest(test.db);
    expect(await test.db('tenants')).to.deep.equal([]);
    expect(await test.db('clearview_earlier.tenants' as 'tenants').pluck('name')).to.deep.equal(['acme']);
    await rollbackAll(test.db);
    expect(await test.db('tenants').pluck('name')).to.deep.equal(['acme']);
    expect(await schemaOf(test.db, ['tenants', 'jobs'])).to.deep.equal(before);
  });

  it('make the tables of the queue too, so that something can be queued before any worker has run', async () => {
    await migrateToLatest(test.db);
    await test.db.raw("select graphile_worker.add_job('scan', '{}')");
    // Once more: what waits there stays.
    await migrateToLatest(test.db);
    const { rows } = await test.db.raw<{ rows: { count: number }[] }>(
      'select count(*) from graphile_worker.jobs',
    );
    expect(rows[0]?.count).to.equal(1);
  });

  it('run once when several processes begin at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrateToLatest(test.db)));
    expect(runs.filter((names) => names.length === NAMES.length)).to.have.length(1);
    expect(runs.filter((names) => names.length === 0)).to.have.length(2);
  });

  it("are not stopped by a lock row of Knex's that a dead process left", async () => {
    await migrateToLatest(test.db);
    await rollbackLast(test.db);
    await test.db.raw('update knex_migrations_lock set is_locked = 1');
    expect(await migrateToLatest(test.db)).to.deep.equal(NAMES.slice(-1));
  });

  it('accept a database that is one release ahead', async () => {
    await migrateToLatest(test.db);
    await test.db.raw(
      "insert into knex_migrations (name, batch, migration_time) values ('9999_later', 2, now())",
    );
    expect(await migrateToLatest(test.db)).to.deep.equal([]);
    expect(await pendingMigrations(test.db)).to.deep.equal([]);
  });

  it('leave a usable database when their process is killed in the middle', async () => {
    const shop = await Workshop.open();
    // A lock on a table of an earlier edition holds the migration up half way.
    await test.db.raw('create table auth_audit (id serial primary key, event text)');
    const blocker = await test.db.transaction();
    try {
      await blocker.raw('lock table auth_audit in access exclusive mode');
      const program = shop.run('migrate.ts', [JSON.stringify(test.connection)]);
      await waitFor(async () => {
        const { rows } = await test.db.raw<{ rows: unknown[] }>(
          `select 1 from pg_stat_activity where datname = current_database()
              and application_name = 'clearview migrations' and wait_event_type = 'Lock'`,
        );
        return rows.length === 1;
      }, 'the migration to wait');
      program.child.kill('SIGKILL');
      await program.ended;
    } finally {
      await blocker.rollback();
      await shop.close();
    }
    expect(await migrateToLatest(test.db)).to.deep.equal(NAMES);
  });
});
