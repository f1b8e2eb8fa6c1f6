import { expect } from 'chai';
import { createHash } from 'node:crypto';
import type { Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { quickGate } from '../../support/hash-gates.js';
import {
  ADMIN,
  cookieOf,
  createUser,
  PASSWORD,
  person,
  setUp,
  signIn,
  type Person,
} from '../../support/people.js';

let app: TestApp;
let admin: Person;
let joe: Person;
let id: number;
let names = 0;
let username: string;

const me = (who: Person): Promise<number> => who.get('/api/auth/me').then(({ status }) => status);
const tokenOf = ({ cookie }: Person): string => cookie.split('=')[1] ?? '';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const sessions = () => app.db('user_sessions').where({ user_id: id });

/** Signs in with a cookie that was there before. */
const login = (cookie: string, password = PASSWORD): Promise<Response> =>
  person(app, cookie).post('/api/auth/login', { username, password }).then();

describe('A session', () => {
  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
  });
  after(() => app.stop());

  beforeEach(async () => {
    username = `joe${(names += 1)}`;
    id = await createUser(admin, username);
    joe = await signIn(app, username);
  });

  it('is kept as the SHA-256 of its cookie, which itself is nowhere in the database [N-02] [F23]', async () => {
    const rows = await sessions();
    expect(rows.map((row) => row.id)).to.deep.equal([sha256(tokenOf(joe))]);
    const log = await app.db('auth_audit').select('*');
    expect(JSON.stringify([rows, log])).not.to.include(tokenOf(joe));
  });

  it('cannot be had with what the database holds [N-02]', async () => {
    const [row] = await sessions();
    for (const value of [row?.id ?? '', (row?.id ?? '').slice(0, 32)]) {
      expect(await me(person(app, `clearview_session=${value}`))).to.equal(401);
    }
  });

  it('begins with an id of the server, not with one that was planted [N-03]', async () => {
    const planted = 'c'.repeat(32);
    const answer = await login(`clearview_session=${planted}`);
    expect(cookieOf(answer)).not.to.include(planted);
    expect(await me(person(app, `clearview_session=${planted}`))).to.equal(401);
    expect(await me(person(app, cookieOf(answer)))).to.equal(200);
  });

  it('gets a new id at sign-in, and the one that came with it ends [N-04]', async () => {
    const answer = await login(joe.cookie);
    expect(cookieOf(answer)).not.to.equal(joe.cookie);
    expect(await me(joe)).to.equal(401);
    expect(await me(person(app, cookieOf(answer)))).to.equal(200);
  });

  it('ends at a sign-in as somebody else, in the same browser [N-04]', async () => {
    const answer = await joe.post('/api/auth/login', ADMIN).expect(200);
    expect(await me(joe)).to.equal(401);
    const now = await person(app, cookieOf(answer)).get('/api/auth/me').expect(200);
    expect(now.body.username).to.equal('root');
  });

  it('does not end at a sign-in that failed [N-04]', async () => {
    expect((await login(joe.cookie, 'WrongPassword42')).status).to.equal(401);
    expect(await me(joe)).to.equal(200);
  });

  it('ends at logout, on the server too; the cookie is cleared and other sessions go on [N-05]', async () => {
    const other = await signIn(app, username);
    const answer = await joe.post('/api/auth/logout').expect(200);
    expect(answer.body).to.deep.equal({ ok: true });
    expect(String(answer.headers['set-cookie'])).to.match(/^clearview_session=;/);
    expect(await me(joe)).to.equal(401);
    expect(await me(other)).to.equal(200);
    expect(await sessions()).to.have.length(1);
    const row = await app.db('auth_audit').orderBy('id', 'desc').first();
    expect(row).to.include({ event: 'logout', user_id: id, username });
  });

  it('can be ended again and again; a logout without a session writes nothing [N-05] [F38]', async () => {
    await joe.post('/api/auth/logout', {}).expect(200);
    const before = await app.db('auth_audit').count('*');
    await joe.post('/api/auth/logout', {}).expect(200);
    await person(app).post('/api/auth/logout').expect(200);
    await person(app, 'clearview_session=nonsense').post('/api/auth/logout').expect(200);
    expect(await app.db('auth_audit').count('*')).to.deep.equal(before);
  });

  it('is not ended by another site that asks for it [W-01]', async () => {
    await joe.post('/api/auth/logout').set('Sec-Fetch-Site', 'cross-site').expect(403);
    expect(await me(joe)).to.equal(200);
  });

  it('is dead after a logout amid 50 requests, which are answered 200 or 401 [R-06]', async () => {
    // Due for renewal, so that each of them wants to write the row.
    await sessions().update({ last_seen_at: app.db.raw("now() - interval '5 min'") as never });
    const requests = Array.from({ length: 50 }, () => me(joe));
    const out = joe.post('/api/auth/logout').then(({ status }) => status);
    const after = Array.from({ length: 10 }, () => me(joe));
    expect(await out).to.equal(200);
    for (const status of await Promise.all([...requests, ...after])) expect(status).to.be.oneOf([200, 401]);
    expect(await me(joe)).to.equal(401);
    expect(await sessions()).to.deep.equal([]);
  });

  it('ends when the account is deactivated, for ever: it does not come back with it [N-08]', async () => {
    await admin.patch(`/api/users/${id}`, { is_active: false }).expect(200);
    expect(await me(joe)).to.equal(401);
    await admin.patch(`/api/users/${id}`, { is_active: true }).expect(200);
    expect(await me(joe)).to.equal(401);
    expect(await sessions()).to.deep.equal([]);
  });

  it('is worth nothing while the account is inactive, even if its row were left [N-08]', async () => {
    await app.db('users').where({ id }).update({ is_active: false });
    expect(await me(joe)).to.equal(401);
  });

  it('ends when the account is deleted, and a new account of that name inherits nothing [N-09]', async () => {
    await admin.patch(`/api/users/${id}`, { role: 'admin' }).expect(200);
    await admin.delete(`/api/users/${id}`).expect(200);
    expect(await me(joe)).to.equal(401);
    await createUser(admin, username);
    expect(await me(joe)).to.equal(401);
    const again = await (await signIn(app, username)).get('/api/auth/me').expect(200);
    expect(again.body.role).to.equal('user');
    expect(again.body.id).not.to.equal(id);
  });

  it('ends when the password is reset, with all others of the account and none of another [N-10]', async () => {
    const others = [await signIn(app, username), await signIn(app, username)];
    const path = `/api/users/${id}/reset-password`;
    await admin.post(path, { password: 'NewJoePassword42' }).expect(200);
    for (const session of [joe, ...others]) expect(await me(session)).to.equal(401);
    expect(await me(admin)).to.equal(200);
  });

  it('has the role of the moment: a change counts from the next request [N-11]', async () => {
    await joe.get('/api/users').expect(403);
    await admin.patch(`/api/users/${id}`, { role: 'admin' }).expect(200);
    await joe.get('/api/users').expect(200);
    await admin.patch(`/api/users/${id}`, { role: 'user' }).expect(200);
    await joe.get('/api/users').expect(403);
    expect((await joe.get('/api/auth/me')).body.role).to.equal('user');
  });

  it('is one of at most 20: with the next one the oldest ends [F28]', async () => {
    const all = [joe];
    for (let n = 0; n < 20; n += 1) all.push(await signIn(app, username));
    expect(await sessions()).to.have.length(20);
    const statuses = await Promise.all(all.map(me));
    expect(statuses).to.deep.equal([401, ...Array<number>(20).fill(200)]);
  });

  it('does not cost another one when it is replaced by a sign-in at 20 [F28] [N-04]', async () => {
    const all = [joe];
    for (let n = 0; n < 19; n += 1) all.push(await signIn(app, username));
    await login(all[19]?.cookie ?? '');
    expect(await me(joe)).to.equal(200);
    expect(await sessions()).to.have.length(20);
  });

  it('is one of at most 20 also when sign-ins come at once [F28]', async () => {
    for (let n = 0; n < 3; n += 1) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => login('')));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(12).fill(200));
    }
    expect(await sessions()).to.have.length(20);
  });
});
