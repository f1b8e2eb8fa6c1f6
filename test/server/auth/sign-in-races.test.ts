import { expect } from 'chai';
import { type Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { heldGate, quickGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

const NEW_PASSWORD = 'NewJoePassword42';

describe('What lands while a password is being verified', () => {
  let app: TestApp;
  let admin: Person;
  let id: number;
  let names = 0;
  let username: string;

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
  });
  after(() => app.stop());

  beforeEach(async () => {
    username = `joe${(names += 1)}`;
    id = await createUser(admin, username);
  });

  /** Signs in with the right password; `meanwhile` happens after it was verified and before the session. */
  async function signInWhile(meanwhile: () => Promise<unknown>): Promise<Response> {
    const { gate, arrived, release } = heldGate(app.deps.hashing);
    const usual = app.deps.hashing;
    app.deps.hashing = gate;
    const answer = person(app).post('/api/auth/login', { username, password: PASSWORD }).then();
    await arrived;
    app.deps.hashing = usual;
    await meanwhile();
    release();
    return answer;
  }

  async function expectRefused(answer: Response): Promise<void> {
    expect(answer.status).to.equal(401);
    expect(answer.body.code).to.equal('invalid_credentials');
    expect(answer.headers['set-cookie']).to.equal(undefined);
    expect(await app.db('user_sessions').where({ user_id: id })).to.deep.equal([]);
    const row = await app.db('auth_audit').orderBy('id', 'desc').first();
    expect(row).to.deep.include({ event: 'login_fail', user_id: null, detail: { username } });
  }

  it('signs in where nothing lands: the test can fail', async () => {
    expect((await signInWhile(() => Promise.resolve())).status).to.equal(200);
  });

  it('a reset: the old password gets no session [F13] [N-10]', async () => {
    const path = `/api/users/${id}/reset-password`;
    await expectRefused(await signInWhile(() => admin.post(path, { password: NEW_PASSWORD }).expect(200)));
    await signIn(app, username, NEW_PASSWORD);
  });

  it('a deactivation: no session, and none comes alive when the account does again [F14] [N-08]', async () => {
    const path = `/api/users/${id}`;
    await expectRefused(await signInWhile(() => admin.patch(path, { is_active: false }).expect(200)));
    await admin.patch(path, { is_active: true }).expect(200);
    expect(await app.db('user_sessions').where({ user_id: id })).to.deep.equal([]);
  });

  it('a deletion: no session and no error of ours [F15] [N-09]', async () => {
    await expectRefused(await signInWhile(() => admin.delete(`/api/users/${id}`).expect(200)));
  });

  it('a deletion and a new account of that name: the old password does not open the new one [N-09]', async () => {
    const answer = await signInWhile(async () => {
      await admin.delete(`/api/users/${id}`).expect(200);
      await admin.post('/api/users', { username, password: NEW_PASSWORD }).expect(200);
    });
    expect(answer.status).to.equal(401);
    const rows = await app
      .db('user_sessions as s')
      .join('users as u', 'u.id', 's.user_id')
      .where({ username });
    expect(rows).to.deep.equal([]);
  });

  it('a reset to the very same password: whoever knows it is let in', async () => {
    const path = `/api/users/${id}/reset-password`;
    const answer = await signInWhile(() => admin.post(path, { password: PASSWORD }).expect(200));
    expect(answer.status).to.be.oneOf([200, 401]);
    await signIn(app, username);
  });

  it('a change of the role: the session has the new one, and the answer says so [N-11]', async () => {
    const path = `/api/users/${id}`;
    const answer = await signInWhile(() => admin.patch(path, { role: 'admin' }).expect(200));
    expect(answer.body).to.deep.equal({ username, role: 'admin' });
  });
});

describe('Sign-ins in a storm of resets', () => {
  it('leave no session that is older than the last reset [R-07]', async () => {
    const app = await startTestApp();
    app.deps.hashing = quickGate();
    try {
      const admin = await setUp(app);
      const id = await createUser(admin, 'joe');
      const logins = Array.from({ length: 30 }, () =>
        person(app).post('/api/auth/login', { username: 'joe', password: PASSWORD }),
      );
      const reset = admin.post(`/api/users/${id}/reset-password`, { password: NEW_PASSWORD });
      const statuses = (await Promise.all([...logins, reset])).map(({ status }) => status);
      expect(statuses.pop()).to.equal(200);
      for (const status of statuses) expect(status).to.be.oneOf([200, 401, 429]);
      expect(await app.db('user_sessions').where({ user_id: id })).to.deep.equal([]);
    } finally {
      await app.stop();
    }
  });
});
