import { expect } from 'chai';
import type { Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { countingGate, quickGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

describe('A new password', () => {
  let app: TestApp;
  let admin: Person;
  let id: number;
  let names = 0;

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
    id = await createUser(admin, 'joe');
  });
  after(() => app.stop());

  /** Each door by which a password comes in, for an account of that name. Setup's is under test with setup. */
  const doors: Record<string, (password: unknown) => Promise<Response>> = {
    'when a user is created': (password) =>
      admin.post('/api/users', { username: `ann${(names += 1)}`, password }).then(),
    'when it is reset': (password) => admin.post(`/api/users/${id}/reset-password`, { password }).then(),
  };

  for (const [when, give] of Object.entries(doors)) {
    it(`keeps to the policy ${when}: 400 with the reason at its field [P-01] [P-05]`, async () => {
      const before = await app.db('users').select('id', 'password_hash');
      const { gate, counts } = countingGate(quickGate());
      app.deps.hashing = gate;
      for (const weak of [
        '',
        'abcdefghij1',
        'abcdefghijkl',
        '123456789012',
        'Password1234',
        'Clearview2026!',
      ]) {
        const answer = await give(weak);
        expect(answer.status, weak).to.equal(400);
        expect(answer.body.code).to.equal('weak_password');
        expect(answer.body.errors).to.have.all.keys('password');
      }
      app.deps.hashing = quickGate();
      expect(counts.hashed).to.equal(0);
      expect(await app.db('users').select('id', 'password_hash')).to.have.deep.members(before);
      await signIn(app, 'joe');
    });

    it(`is 422 ${when} if it is no text [A-03]`, async () => {
      for (const odd of [123456789012, true, null, ['abcdefghij12'], { a: 'abcdefghij12' }, undefined]) {
        const answer = await give(odd);
        expect(answer.status, JSON.stringify(odd)).to.equal(422);
        expect(answer.body.errors).to.have.all.keys('password');
      }
    });

    it(`may be of 64, 128 and 1024 characters ${when}; more is refused quickly [P-02]`, async () => {
      for (const length of [64, 128, 1024])
        expect((await give('1'.padEnd(length, 'q'))).status).to.equal(200);
      const start = performance.now();
      expect((await give('1'.padEnd(1025, 'q'))).status).to.equal(400);
      expect((await give('1'.padEnd(99_000, 'q'))).status).to.equal(400);
      expect(performance.now() - start).to.be.below(1500);
      await admin.post(`/api/users/${id}/reset-password`, { password: PASSWORD }).expect(200);
    });
  }

  it('must not be the name it is for, with trimmings, at creation and at reset [P-06]', async () => {
    const username = 'josephine';
    await admin.post('/api/users', { username, password: 'Josephine1234' }).expect(400);
    const { body } = await admin.post('/api/users', { username, password: PASSWORD }).expect(200);
    const path = `/api/users/${String(body.id)}/reset-password`;
    await admin.post(path, { password: 'Josephine1234' }).expect(400);
    // It is another's name, so it says nothing about joe.
    await admin.post(`/api/users/${id}/reset-password`, { password: 'Josephine1234' }).expect(200);
    await admin.post(`/api/users/${id}/reset-password`, { password: PASSWORD }).expect(200);
  });

  it('takes the place of the old one at once [N-10]', async () => {
    const path = `/api/users/${id}/reset-password`;
    await admin.post(path, { password: 'NewAlicePass42' }).expect(200);
    const login = (password: string) => person(app).post('/api/auth/login', { username: 'joe', password });
    await login(PASSWORD).expect(401);
    await login('NewAlicePass42').expect(200);
    await admin.post(path, { password: PASSWORD }).expect(200);
  });

  it('is subject to what the operator configured, where it is longer [P-01]', async () => {
    const strict = await startTestApp({ MIN_PASSWORD_LENGTH: '20' }, app.database);
    const root = person(strict, admin.cookie);
    const answer = await root.post('/api/users', { username: 'short', password: PASSWORD }).expect(400);
    expect(answer.body.errors.password).to.include('20');
    // Who has a shorter one from before still gets in.
    strict.deps.hashing = quickGate();
    await signIn(strict, 'joe');
    await strict.stop();
  });

  it('and its hash are in no answer, sort, filter or search [P-07]', async () => {
    const hash = (await app.db('users').where({ id }).first())?.password_hash ?? '';
    for (const path of ['/api/users', `/api/users/${id}`, '/api/audit', '/api/auth/me']) {
      const answer = await admin.get(path).expect(200);
      expect(answer.text, path).not.to.match(/password_hash|quick\$|argon2/);
    }
    await admin.get('/api/users?sort=["password_hash","ASC"]').expect(422);
    await admin.get('/api/users?filter={"password_hash":"x"}').expect(422);
    for (const part of [hash, hash.slice(0, 12), 'quick']) {
      const found = await admin.get(`/api/users?filter=${encodeURIComponent(JSON.stringify({ q: part }))}`);
      expect(found.body).to.deep.equal([]);
    }
  });
});
