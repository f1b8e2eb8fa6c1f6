import { expect } from 'chai';
import type { Response } from 'supertest';
import { createHashGate } from '../../../server/passwords/hashing.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { heldGate } from '../../support/hash-gates.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';

describe('A flood of sign-ins', () => {
  let app: TestApp;
  let admin: Person;

  const knock = (name: string): Promise<Response> =>
    person(app).post('/api/auth/login', { username: name, password: 'WrongPassword42' }).then();

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });
  after(() => app.stop());

  it('beyond the queue is answered 503 at once, with Retry-After, and is not counted as a guess [F12]', async () => {
    const { gate, arrived, release } = heldGate(
      createHashGate({ ...app.config, hashing: { slots: 1, queue: 3 } }),
    );
    const usual = app.deps.hashing;
    app.deps.hashing = gate;
    const first = knock('name0');
    await arrived;
    const queued = [1, 2, 3].map((n) => knock(`name${n}`));
    // The queue is full only once all three are in it.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const late = await knock('name9');
    expect(late.status).to.equal(503);
    expect(late.body.code).to.equal('busy');
    expect(Number(late.headers['retry-after'])).to.be.within(1, 60);
    release();
    const statuses = (await Promise.all([first, ...queued])).map(({ status }) => status);
    app.deps.hashing = usual;
    expect(statuses).to.deep.equal([401, 401, 401, 401]);
    const rows = await app.db('guess_counters').select('failures');
    // Four guesses, each counted for its name, its address and the two together.
    expect(rows.reduce((sum, { failures }) => sum + failures, 0)).to.equal(12);
  });

  it('of one user with the right password gets in, all 40 of it [L-02] [T-07]', async () => {
    const many = Array.from({ length: 40 }, () => signIn(app, 'joe'));
    const cookies = (await Promise.all(many)).map(({ cookie }) => cookie);
    expect(new Set(cookies).size).to.equal(40);
  });

  it('leaves the others quick: sessions, pages and the question of setup [R-17]', async () => {
    const flood = Array.from({ length: 60 }, (_, n) => knock(`flood${n}`));
    const times: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const start = performance.now();
      await admin.get('/api/auth/me').expect(200);
      await person(app).get('/api/auth/setup-required').expect(200);
      times.push(performance.now() - start);
    }
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(times.sort((a, b) => a - b)[8]).to.be.below(750);
    for (const status of statuses) expect(status).to.be.oneOf([401, 429, 503]);
  });

  it('that hangs up in the middle blocks nobody [R-19]', async () => {
    const cut = Array.from({ length: 20 }, (_, n) => {
      const test = person(app).post('/api/auth/login', { username: `cut${n}`, password: 'WrongPassword42' });
      setTimeout(() => void test.abort(), 20);
      return test.then(
        () => undefined,
        () => undefined,
      );
    });
    await Promise.race([Promise.all(cut), new Promise((resolve) => setTimeout(resolve, 500))]);
    await app.db('guess_counters').delete();
    await signIn(app, 'joe');
  });
});
