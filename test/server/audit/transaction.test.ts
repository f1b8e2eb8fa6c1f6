import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { ADMIN, createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

/** Everything that a change could have left half done. */
const TABLES = ['users', 'user_sessions', 'auth_audit', 'setup_state'] as const;

describe('A change and its audit row', () => {
  let app: TestApp;
  let admin: Person;
  let joe: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
    await signIn(app, 'joe');
  });
  after(() => app.stop());

  const breakLog = async (db = app.db) => {
    await db.raw(`create or replace function no_more() returns trigger language plpgsql as
      $$ begin raise exception 'the log is broken'; end $$`);
    await db.raw(
      'create trigger no_more before insert on auth_audit for each row execute function no_more()',
    );
  };
  const mendLog = (db = app.db) => db.raw('drop trigger no_more on auth_audit');

  /** Without last_seen_at, which reading moves. */
  async function snapshot(db = app.db): Promise<string> {
    const tables = await Promise.all(
      TABLES.map((table) =>
        db(table)
          .select('*')
          .orderBy(1 as never),
      ),
    );
    return JSON.stringify(tables, (key, value: unknown) =>
      /^(last_seen_at|expires_at)$/.test(key) ? 0 : value,
    );
  }

  const changes: Record<string, () => PromiseLike<{ status: number; body: unknown; headers: unknown }>> = {
    'creating a user': () => admin.post('/api/users', { username: 'half', password: PASSWORD }),
    'changing a role': () => admin.patch(`/api/users/${joe}`, { role: 'admin' }),
    'deactivating a user': () => admin.patch(`/api/users/${joe}`, { is_active: false }),
    'resetting a password': () =>
      admin.post(`/api/users/${joe}/reset-password`, { password: 'BrandNewPass99' }),
    'deleting a user': () => admin.delete(`/api/users/${joe}`),
    'signing in': () => person(app).post('/api/auth/login', { username: 'joe', password: PASSWORD }),
    'signing out': () => admin.post('/api/auth/logout'),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`fail together: ${what} changes nothing when the row cannot be written [G-02]`, async () => {
      const before = await snapshot();
      await breakLog();
      try {
        const answer = await change();
        expectError(answer, 500, 'internal');
        expect(JSON.stringify(answer.body)).not.to.include('the log is broken');
        expect((answer.headers as Record<string, unknown>)['set-cookie']).to.equal(undefined);
      } finally {
        await mendLog();
      }
      expect(await snapshot()).to.equal(before);
    });
  }

  it('fail together at the setup, which stays open then [G-02, S-03]', async () => {
    const fresh = await startTestApp();
    try {
      const before = await snapshot(fresh.db);
      await breakLog(fresh.db);
      expectError(await person(fresh).post('/api/auth/setup', ADMIN), 500, 'internal');
      expect(await snapshot(fresh.db)).to.equal(before);
      await mendLog(fresh.db);
      expect((await person(fresh).post('/api/auth/setup', ADMIN)).status).to.equal(200);
    } finally {
      await fresh.stop();
    }
  });

  it('fail together the other way round: no row for a change that the database refused [G-02]', async () => {
    const before = await app.db('auth_audit').count();
    await app.db.raw(`create function no_change() returns trigger language plpgsql as
      $$ begin raise exception 'the change is refused'; end $$`);
    await app.db.raw(
      'create constraint trigger no_change after update on users deferrable initially deferred for each row execute function no_change()',
    );
    try {
      expectError(await admin.patch(`/api/users/${joe}`, { role: 'admin' }), 500, 'internal');
    } finally {
      await app.db.raw('drop trigger no_change on users');
    }
    expect(await app.db('auth_audit').count()).to.deep.equal(before);
  });

  it('go together after all that: the next change works', async () => {
    expect((await admin.patch(`/api/users/${joe}`, { role: 'admin' })).status).to.equal(200);
  });
});

describe('The audit log in the database', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
    await setUp(app);
  });
  after(() => app.stop());

  const statements = [
    `update auth_audit set username = 'somebody else'`,
    `update auth_audit set ip = null where false`,
    'delete from auth_audit',
    'delete from auth_audit where id = 1',
    'truncate auth_audit',
    `insert into auth_audit select * from auth_audit on conflict (id, ts) do update set username = 'x'`,
    `merge into auth_audit a using (select 1 as id) s on a.id = s.id when matched then delete`,
  ];
  for (const statement of statements) {
    it(`refuses ${statement} [G-04, F40]`, async () => {
      const before = await app.db('auth_audit');
      const refusal = await app.db.raw(statement).then(
        () => 'done',
        (error: Error) => error.message,
      );
      // PostgreSQL 14 does not know MERGE.
      expect(refusal).to.match(/append-only|syntax error at or near "merge"/);
      expect(await app.db('auth_audit')).to.deep.equal(before);
    });
  }

  it('cannot be changed through the API: there is no such method [G-04]', async () => {
    const admin = await signIn(app, ADMIN.username, ADMIN.password);
    for (const call of [
      admin.post('/api/audit', {}),
      admin.patch('/api/audit', {}),
      admin.delete('/api/audit'),
    ]) {
      expectError(await call, 405, 'method_not_allowed');
    }
    expectError(await admin.delete('/api/audit/1'), 404, 'not_found');
    expectError(await admin.patch('/api/audit/1', { event: 'x' }), 404, 'not_found');
  });
});
