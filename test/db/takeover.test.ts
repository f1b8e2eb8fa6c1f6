/** A database of the earlier Python edition (SQLAlchemy, Alembic, argon2-cffi) becomes one of ours. */
import { createHash } from 'node:crypto';
import argon2 from 'argon2';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { migrateToLatest, rollbackAll } from '../../db/migrate.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { schemaOf } from './schema-snapshot.js';

const TABLES = ['users', 'user_sessions', 'auth_audit'];
const COOKIE = 'ab'.repeat(16);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** As its Alembic migrations made it, with all the variations between its releases at once. */
const PYTHON_SCHEMA = `
  create table alembic_version (version_num varchar(32) primary key);
  insert into alembic_version values ('a1b2c3');
  create table tenants (id serial primary key, name varchar(80));
  create table users (
    id serial primary key, username varchar(150) not null, password_hash varchar(255) not null,
    role varchar(32), is_active boolean, created_at timestamp without time zone, updated_at timestamp,
    constraint uq_users_username unique (username));
  create unique index ix_users_username on users (username);
  create table user_sessions (
    id varchar(32) primary key, user_id integer not null references users (id),
    created_at timestamp default now(), expires_at timestamp not null);
  create index ix_user_sessions_user_id on user_sessions (user_id);
  create table auth_audit (
    id serial primary key, ts timestamp not null,
    user_id integer references users (id) on delete set null, username varchar(255),
    event varchar(64) not null, ip varchar(64), detail text);
  create index ix_auth_audit_event on auth_audit (event);
  create index ix_auth_audit_ts on auth_audit (ts);`;

async function fill(db: Knex, hash: string): Promise<void> {
  await db.raw(
    `insert into users (username, password_hash, role, is_active, created_at) values
       ('Admin', :hash, 'admin', true, '2024-01-01 10:00:00'), ('joe', :hash, 'user', true, '2024-01-02'),
       ('JOE', :hash, 'user', true, '2024-01-03'), ('joe.3', :hash, 'user', null, null),
       ('odd', :hash, 'ADMIN', true, '2024-01-04'), ('viewer', :hash, 'viewer', true, '2024-01-05'),
       (:long, :hash, 'user', true, '2024-01-06')`,
    { hash, long: 'l'.repeat(140) },
  );
  await db.raw("insert into user_sessions (id, user_id, expires_at) values (?, 1, '2030-06-01 12:00:00')", [
    COOKIE,
  ]);
  await db.raw(
    `insert into auth_audit (ts, user_id, username, event, detail) values
       ('2024-02-01 08:30:00', 1, 'Admin', 'login_ok', '{"a": 1}'), ('2024-02-02', null, 'x', 'login_fail', null),
       ('2024-02-03', 2, 'joe', 'logout', 'no json'), ('2024-02-04', 2, ?, ?, '[1, 2]'),
       ('2024-02-05', 1, 'Admin', 'setup', 'null')`,
    ['n'.repeat(200), 'e'.repeat(40)],
  );
}

describe('taking over a database of the Python edition', () => {
  let test: TestDatabase;
  let hash: string;
  before(async () => {
    test = await createTestDatabase({ migrated: false });
    // The defaults of argon2-cffi.
    const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 4, hashLength: 32 };
    const made = await argon2.hash('correct horse 1', { type: argon2.argon2id, ...cost });
    // Python writes the parameters in the order of the reference implementation.
    hash = made.replace('p=4,t=3', 't=3,p=4');
    await test.db.raw(PYTHON_SCHEMA);
    await fill(test.db, hash);
    await migrateToLatest(test.db);
  });
  after(() => test.drop());

  it('keeps every hash byte for byte, and it still verifies', async () => {
    expect(hash).to.match(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/);
    expect(await test.db('users').distinct().pluck('password_hash')).to.deep.equal([hash]);
    expect(await argon2.verify(hash, 'correct horse 1')).to.equal(true);
  });

  it('keeps all accounts; of names that differ in case only the later one is renamed', async () => {
    const names = await test.db('users').orderBy('id').pluck<string[]>('username');
    expect(names.slice(0, 6)).to.deep.equal(['Admin', 'joe', 'JOE.3.1', 'joe.3', 'odd', 'viewer']);
    expect(names[6]).to.equal(`${'l'.repeat(126)}.7`);
  });

  it('reads UTC where no time zone was written, and leaves no gaps', async () => {
    const rows = await test.db('users').orderBy('id');
    expect(rows[0]?.created_at.toISOString()).to.equal('2024-01-01T10:00:00.000Z');
    expect(rows[0]?.updated_at.toISOString()).to.equal('2024-01-01T10:00:00.000Z');
    expect(rows[3]?.is_active).to.equal(false);
    expect(rows.map((row) => row.role)).to.deep.equal([
      'admin',
      'user',
      'user',
      'user',
      'admin',
      'user',
      'user',
    ]);
  });

  it('says in the audit log what it had to change', async () => {
    const rows = await test.db('auth_audit').where('event', 'user_update').orderBy('id');
    expect(rows.map((row) => row.detail)).to.deep.include({
      target: 3,
      username: 'JOE.3.1',
      from: { username: 'JOE' },
    });
    const demoted = rows.find((row) => row.detail.target === 6)?.detail;
    expect(demoted).to.deep.equal({ target: 6, username: 'viewer', role: 'user', from: { role: 'viewer' } });
    expect(rows).to.have.length(4);
  });

  it('keeps sessions valid under the hash of their cookie', async () => {
    const [session, ...others] = await test.db('user_sessions');
    expect(others).to.deep.equal([]);
    expect(session?.id).to.equal(sha256(COOKIE));
    expect(session?.expires_at.toISOString()).to.equal('2030-06-01T12:00:00.000Z');
    expect(session?.remember).to.equal(false);
  });

  it('keeps every audit row, and what no longer fits goes to its detail', async () => {
    const rows = await test.db('auth_audit').whereNot('event', 'user_update').orderBy('id');
    expect(rows.map((row) => row.id)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(rows[0]?.ts.toISOString()).to.equal('2024-02-01T08:30:00.000Z');
    expect(rows.map((row) => row.detail)).to.deep.equal([
      { a: 1 },
      {},
      { text: 'no json' },
      { value: [1, 2], full_username: 'n'.repeat(200), full_event: 'e'.repeat(40) },
      {},
    ]);
    expect(rows[3]?.event).to.equal('e'.repeat(32));
  });

  it('remembers that setup is over', async () => {
    expect(await test.db('setup_state')).to.have.length(1);
  });

  it('arrives at the schema of a fresh database', async () => {
    const fresh = await createTestDatabase();
    try {
      // Months of the log aside: of the one database this month is with what was there before.
      const schema = async (db: Knex) =>
        (await schemaOf(db, TABLES)).filter((line) => !/auth_audit_(earlier|\d{4}_\d\d)/.test(line));
      expect(await schema(test.db)).to.deep.equal(await schema(fresh.db));
    } finally {
      await fresh.drop();
    }
  });

  it('has every row of the log before the next month in one partition, guarded like the others', async () => {
    const { rows } = await test.db.raw<{ rows: { part: string }[] }>(
      'select distinct tableoid::regclass::text as part from auth_audit',
    );
    expect(rows).to.deep.equal([{ part: 'auth_audit_earlier' }]);
    const refused = await test.db
      .raw('delete from auth_audit_earlier')
      .then(String, (error: Error) => error.message);
    expect(refused).to.contain('append-only');
    const sequences = await test.db.raw<{ rows: { name: string }[] }>(
      "select pg_get_serial_sequence('auth_audit', 'id') as name",
    );
    expect(sequences.rows).to.deep.equal([{ name: 'public.auth_audit_id_seq' }]);
  });

  it('leaves the other tables alone, and its own rows too when reverted', async () => {
    await rollbackAll(test.db);
    expect(await test.db('alembic_version').pluck('version_num')).to.deep.equal(['a1b2c3']);
    expect(await test.db('users')).to.have.length(7);
    expect(await test.db('user_sessions').pluck('id')).to.deep.equal([sha256(COOKIE)]);
    await migrateToLatest(test.db);
    expect(await test.db('user_sessions').pluck('id'), 'not hashed twice').to.deep.equal([sha256(COOKIE)]);
    expect(await test.db('auth_audit')).to.have.length(9);
  });

  it('new rows get ids above the old ones', async () => {
    const [row] = await test.db('users').insert({ username: 'new', password_hash: hash }).returning('id');
    expect(row?.id).to.equal(8);
  });
});

describe('taking over other variations', () => {
  it('copes with enums, uuids, inet, json, identity columns and hand-restored keys', async () => {
    const test = await createTestDatabase({ migrated: false });
    try {
      await test.db.raw(`
        create type userrole as enum ('ADMIN', 'USER');
        create table users (
          id integer primary key, username text not null, password_hash text not null,
          role userrole not null default 'USER', is_active boolean not null default true,
          created_at timestamptz default now(), constraint users_username_key unique (username));
        insert into users values (5, 'root', 'h', 'ADMIN', true, now());
        create table user_sessions (
          id uuid primary key, user_id integer, expires_at timestamptz, ip inet, user_agent varchar(255));
        insert into user_sessions values ('00112233-4455-6677-8899-aabbccddeeff', 5, now(), '10.0.0.1', 'x'),
          ('00112233-4455-6677-8899-aabbccddee00', 99, now(), null, null);
        create table auth_audit (
          id bigint generated by default as identity primary key, ts timestamptz, user_id bigint,
          username text, event text, ip inet, detail json);
        insert into auth_audit (event, ip, detail) values (null, '10.0.0.2', '{"x": 1}')`);
      await migrateToLatest(test.db);
      expect(await test.db('user_sessions').select('user_id', 'ip')).to.deep.equal([
        { user_id: 5, ip: '10.0.0.1' },
      ]);
      expect(await test.db('users').pluck('role')).to.deep.equal(['admin']);
      const [row] = await test
        .db('users')
        .insert({ username: 'new', password_hash: 'h' })
        .returning(['id', 'role']);
      expect(row).to.deep.equal({ id: 6, role: 'user' });
      const audit = await test.db('auth_audit').orderBy('id');
      expect(audit.map(({ event, ip }) => ({ event, ip }))).to.deep.equal([
        { event: 'unknown', ip: '10.0.0.2' },
        { event: 'user_update', ip: null },
      ]);
      // The identity column has become one with a sequence, which goes on where it stood.
      const [next] = await test.db('auth_audit').insert({ event: 'setup' }).returning('id');
      expect(next?.id).to.equal(audit[1]!.id + 1);
    } finally {
      await test.drop();
    }
  });
});
