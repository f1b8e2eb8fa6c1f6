import { expect } from 'chai';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { ADMIN, createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

interface Row {
  id: number;
  ts: string;
  user_id: number | null;
  username: string | null;
  event: string;
  ip: string;
  detail: Record<string, unknown>;
}

describe('The audit log, event by event', () => {
  let app: TestApp;
  let admin: Person;
  let joe: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
  });
  after(() => app.stop());

  const newest = async () => ((await admin.get('/api/audit?limit=1')).body as Row[])[0] as Row;
  const count = async () => Number((await app.db('auth_audit').count({ n: '*' }).first())?.n);
  const byRoot = { user_id: 1, username: 'root', ip: '127.0.0.1' };

  /** Asserts that exactly one row was added: who, what, where from, and the whole detail. */
  async function expectEvent(work: () => PromiseLike<unknown>, event: string, who: object, detail: object) {
    const before = await count();
    await work();
    expect(await count()).to.equal(before + 1);
    const row = await newest();
    expect(row).to.have.all.keys('id', 'ts', 'user_id', 'username', 'event', 'ip', 'detail');
    expect(row.ts).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(row.ts) - Date.now())).to.be.lessThan(60_000);
    expect({ ...row }).to.deep.include({ event, ...who });
    expect(row.detail).to.deep.equal(detail);
  }

  it('setup: the first administrator made themselves [G-01]', async () => {
    const rows = (await admin.get('/api/audit?event=setup')).body as Row[];
    expect(rows).to.have.length(1);
    expect(rows[0]).to.deep.include({
      ...byRoot,
      event: 'setup',
      detail: { target: 1, username: 'root', role: 'admin' },
    });
  });

  it('user_create: by whom, whom, as what [G-01]', async () => {
    const target = joe + 1;
    await expectEvent(() => createUser(admin, 'new', 'admin'), 'user_create', byRoot, {
      target,
      username: 'new',
      role: 'admin',
    });
  });

  it('user_update: the changed fields only, and what they were [G-01, F36]', async () => {
    const change = (patch: object) => () => admin.patch(`/api/users/${joe}`, patch);
    const target = { target: joe, username: 'joe' };
    await expectEvent(change({ role: 'admin', is_active: true }), 'user_update', byRoot, {
      ...target,
      role: 'admin',
      from: { role: 'user' },
    });
    await expectEvent(change({ role: 'user', is_active: false }), 'user_update', byRoot, {
      ...target,
      role: 'user',
      is_active: false,
      from: { role: 'admin', is_active: true },
    });
    await expectEvent(change({ is_active: true }), 'user_update', byRoot, {
      ...target,
      is_active: true,
      from: { is_active: false },
    });
  });

  it('password_reset: whose, and nothing of the password [G-01, G-05]', async () => {
    await signIn(app, 'joe');
    await expectEvent(
      () => admin.post(`/api/users/${joe}/reset-password`, { password: PASSWORD }),
      'password_reset',
      byRoot,
      { target: joe, username: 'joe', sessions_ended: 1 },
    );
  });

  it('user_delete: who it was [G-01, F35]', async () => {
    const id = await createUser(admin, 'gone', 'admin');
    await expectEvent(() => admin.delete(`/api/users/${id}`), 'user_delete', byRoot, {
      target: id,
      username: 'gone',
      role: 'admin',
    });
  });

  it('login_ok and logout: by oneself [G-01]', async () => {
    const byJoe = { user_id: joe, username: 'joe', ip: '127.0.0.1' };
    let session = person(app);
    await expectEvent(async () => (session = await signIn(app, 'JOE')), 'login_ok', byJoe, {});
    await expectEvent(() => session.post('/api/auth/logout'), 'logout', byJoe, {});
  });

  const login = (username: string) => () =>
    person(app).post('/api/auth/login', { username, password: 'WrongPassword42' });
  const byNobody = { user_id: null, username: null };

  it('login_fail: the name that was tried, by nobody [G-01]', async () => {
    await expectEvent(login('joe'), 'login_fail', byNobody, { username: 'joe' });
    await expectEvent(login('nobody'), 'login_fail', byNobody, { username: 'nobody' });
  });

  const noNames = [
    'my secret passphrase 1',
    'p\u00e4ssword',
    '<script>alert(1)</script>',
    'a'.repeat(129),
    '',
  ];
  for (const text of [
    ...noNames,
    'joe\0',
    'joe\ud800',
    'joe\r\nforged line',
    '\u202eeoj',
    '=cmd()',
    '.hidden',
  ]) {
    it(`login_fail keeps nothing of ${JSON.stringify(text).slice(0, 30)}, which is no name [F39, G-08, R-25]`, () =>
      expectEvent(login(text), 'login_fail', byNobody, {}));
  }

  it('access_denied: a user at an administrator\u2019s door, and which one [G-01, F37]', async () => {
    const session = await signIn(app, 'joe');
    const byJoe = { user_id: joe, username: 'joe', ip: '127.0.0.1' };
    const knock = () => session.delete('/api/users/1');
    await expectEvent(knock, 'access_denied', byJoe, { door: 'DELETE /api/users' });
    await expectEvent(() => session.get('/api/audit'), 'access_denied', byJoe, { door: 'GET /api/audit' });
  });

  it('access_denied is bounded: a script that knocks all day does not fill the log [G-09]', async () => {
    const id = await createUser(admin, 'knocker');
    const session = await signIn(app, 'knocker');
    for (let n = 0; n < 70; n++) expect((await session.get('/api/users')).status).to.equal(403);
    const rows = await app.db('auth_audit').where({ event: 'access_denied', user_id: id });
    expect(rows.length).to.be.within(10, 60);
  });

  it('writes nothing for reading, for a refused change, or for a sign-out without a session [G-09, F38]', async () => {
    const before = await count();
    await admin.get('/api/users');
    await admin.get('/api/audit');
    await admin.post('/api/users', { username: 'joe', password: PASSWORD });
    await admin.post('/api/users', { username: 'weak', password: 'weak' });
    await admin.patch('/api/users/2147483647', { is_active: false });
    await admin.delete('/api/users/2147483647');
    await person(app).post('/api/auth/logout');
    await person(app, `clearview_session=${'a'.repeat(32)}`).post('/api/auth/logout');
    await person(app).get('/api/users');
    await person(app).post('/api/auth/setup', ADMIN);
    expect(await count()).to.equal(before);
  });

  it('has the socket\u2019s address, whatever the headers claim [G-06, R-28]', async () => {
    const claims = [
      'X-Forwarded-For',
      'Forwarded',
      'X-Real-IP',
      'Client-IP',
      'True-Client-IP',
      'CF-Connecting-IP',
    ];
    const call = request(app.url).post('/api/auth/login').send({ username: 'joe', password: 'no' });
    for (const name of claims) void call.set(name, name === 'Forwarded' ? 'for=6.6.6.6' : '6.6.6.6');
    await call;
    expect((await newest()).ip).to.equal('127.0.0.1');
  });

  it('keeps actor and target when both accounts are gone [G-07, F34]', async () => {
    const boss = await createUser(admin, 'boss', 'admin');
    const bossy = await signIn(app, 'boss');
    const id = await createUser(bossy, 'victim');
    await bossy.delete(`/api/users/${id}`);
    await admin.delete(`/api/users/${boss}`);
    const rows = (await admin.get(`/api/audit?filter=${encodeURIComponent(`{"target_id":${id}}`)}`))
      .body as Row[];
    expect(rows.map(({ event }) => event)).to.deep.equal(['user_delete', 'user_create']);
    for (const row of rows) {
      expect(row).to.include({ user_id: boss, username: 'boss' });
      expect(row.detail).to.include({ target: id, username: 'victim' });
    }
  });

  it('stores a hostile User-Agent bounded and well-formed with the session [G-08, R-25]', async () => {
    const agent = `<img src=x>\u00ff${'A'.repeat(5000)}`;
    const answer = await request(app.url)
      .post('/api/auth/login')
      .set('User-Agent', agent)
      .send({ username: 'joe', password: PASSWORD });
    expect(answer.status).to.equal(200);
    const row = await app.db('user_sessions').orderBy('created_at', 'desc').first();
    expect(row?.user_agent?.length).to.be.lessThan(600);
    expect(row?.user_agent?.isWellFormed()).to.equal(true);
  });

  it('holds no password, hash or session id anywhere [G-05]', async () => {
    const text = JSON.stringify(await app.db('auth_audit'));
    expect(text).not.to.match(/argon2|WrongPassword42|JoePassword42|CorrectHorse42|passphrase/);
    expect(text).not.to.include(admin.cookie.split('=')[1]);
  });
});
