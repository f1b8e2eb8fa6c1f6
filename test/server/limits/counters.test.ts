import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { addressGroup, canonicalAddress } from '../../../server/core/address.js';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { quickGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn } from '../../support/people.js';

const login = (app: TestApp, username: string, password = 'WrongPassword42'): Promise<Response> =>
  Promise.resolve(person(app).post('/api/auth/login', { username, password }));

const throttled = (app: TestApp) => app.db('auth_audit').where({ event: 'login_throttled' });

describe('Counters of failed sign-ins', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    await createUser(await setUp(app), 'joe');
  });
  after(() => app.stop());
  beforeEach(() => app.db('guess_counters').delete());

  it('take no part in right sign-ins: 30 in a row pass [T-07]', async () => {
    for (let n = 0; n < 30; n += 1) await signIn(app, 'joe');
    expect(await app.db('guess_counters').where('failures', '>', 0)).to.deep.equal([]);
  });

  it('are not wiped by a right sign-in: failures around it still add up [T-01]', async () => {
    for (let n = 0; n < 20; n += 1) {
      expect((await login(app, 'joe')).status).to.equal(401);
      if (n < 19) await signIn(app, 'joe');
    }
    expect((await login(app, 'joe', PASSWORD)).status).to.equal(429);
  });

  it('are shared by all processes on one database, and kept over a restart [T-01]', async () => {
    const other = await startTestApp({}, app.database);
    other.deps.hashing = quickGate();
    for (let n = 0; n < 10; n += 1) {
      expect((await login(app, 'joe')).status).to.equal(401);
      expect((await login(other, 'joe')).status).to.equal(401);
    }
    expect((await login(app, 'joe')).status).to.equal(429);
    await other.stop();
    const restarted = await startTestApp({}, app.database);
    expect((await login(restarted, 'joe', PASSWORD)).status).to.equal(429);
    await restarted.stop();
  });

  it('hold no name that was typed, as it may be a password', async () => {
    await login(app, 'MySecretPassword42');
    const rows = await app.db('guess_counters').select('*');
    expect(rows).to.have.length.greaterThan(0);
    expect(JSON.stringify(rows)).not.to.match(/mysecret/i);
    for (const { key } of rows) expect(key).to.match(/^[0-9a-f]{64}$/);
  });

  it('believe no forged address where no proxy is trusted [T-03] [R-28]', async () => {
    const forged = (n: number) =>
      request(app.url)
        .post('/api/auth/login')
        .set({ 'X-Forwarded-For': `192.0.2.${n}`, 'X-Real-IP': `192.0.2.${n}` })
        .send({ username: 'joe', password: 'WrongPassword42' });
    for (let n = 0; n < 20; n += 1) expect((await forged(n)).status).to.equal(401);
    expect((await forged(21)).status).to.equal(429);
  });

  it('leave one login_throttled in the log, however long it goes on [G-01] [G-09]', async () => {
    const before = await throttled(app);
    for (let n = 0; n < 20; n += 1) await login(app, 'ann');
    for (let n = 0; n < 10; n += 1) expect((await login(app, 'ann')).status).to.equal(429);
    const rows = (await throttled(app)).slice(before.length);
    expect(rows).to.have.length(1);
    expect(rows[0]).to.deep.include({ user_id: null, ip: '127.0.0.1', detail: { username: 'ann' } });
  });

  it('leave few rows of a flood of names from one address, in the log and in their table [G-09]', async () => {
    for (let n = 0; n < 100; n += 1) await login(app, `name${n}`);
    const before = await throttled(app);
    const counters = await app.db('guess_counters').select('key');
    for (let n = 0; n < 60; n += 1) expect((await login(app, `other${n}`)).status).to.equal(429);
    expect((await throttled(app)).length - before.length).to.be.within(1, 20);
    expect((await app.db('guess_counters').select('key')).length - counters.length).to.be.below(25);
  });

  it('are deleted by the housekeeping once their window is over, and not before', async () => {
    await login(app, 'one');
    await login(app, 'two');
    const [first] = await app.db('guess_counters').select('key');
    const ended = { window_ends_at: app.db.raw("now() - interval '1 s'") as never };
    await app.db('guess_counters').where({ key: first?.key }).update(ended);
    const all = (await app.db('guess_counters').select('key')).length;
    expect((await keepHouse(app.deps, 'test')).counters).to.equal(1);
    expect(await app.db('guess_counters').select('key')).to.have.length(all - 1);
  });
});

describe('The address that somebody is counted by', () => {
  for (const [address, group] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::', '2001:db8:1:3::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['evil', 'unknown'],
    ['192.0.2.7\r\n', 'unknown'],
  ] as const) {
    it(`is ${group} for ${JSON.stringify(address)} [T-05]`, () => {
      expect(addressGroup(canonicalAddress(address))).to.equal(group);
    });
  }
});
