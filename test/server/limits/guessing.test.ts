import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { countingGate, quickGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

const HOME = '198.51.100.7';

let app: TestApp;
let admin: Person;
let names = 0;
let addresses = 0;

/** A user and an address that no test has used before. */
const newName = async (): Promise<string> => {
  const name = `joe${(names += 1)}`;
  await createUser(admin, name);
  return name;
};
const newAddress = (): string => `203.0.113.${(addresses += 1)}`;

/** Signs in through the proxy, as a client of that address. */
const from = (
  address: string,
  username: string,
  password = 'WrongPassword42',
  headers: Record<string, string> = {},
): Promise<Response> =>
  Promise.resolve(
    request(app.url)
      .post('/api/auth/login')
      .set({ 'X-Forwarded-For': address, ...headers })
      .send({ username, password }),
  );

async function guess(times: number, address: string, name: string): Promise<void> {
  for (let n = 0; n < times; n += 1) expect((await from(address, name)).status).to.equal(401);
}

describe('Guessing at passwords', () => {
  before(async () => {
    app = await startTestApp({ TRUST_PROXY: '127.0.0.1' });
    app.deps.hashing = quickGate();
    admin = await setUp(app);
  });
  after(() => app.stop());

  it('is stopped after 20 failures for a name from an address, for the right password too [T-01]', async () => {
    const name = await newName();
    const address = newAddress();
    await guess(20, address, name);
    for (const password of ['WrongPassword42', PASSWORD]) {
      const answer = await from(address, name, password);
      expect(answer.status).to.equal(429);
      expect(answer.body).to.have.all.keys('detail', 'code');
      expect(answer.body.code).to.equal('too_many_attempts');
      expect(Number(answer.headers['retry-after'])).to.be.within(880, 900);
      expect(answer.headers['set-cookie']).to.equal(undefined);
    }
  });

  it('is stopped without the cost of a hash [T-01]', async () => {
    const name = await newName();
    const address = newAddress();
    await guess(20, address, name);
    const { gate, counts } = countingGate(quickGate());
    app.deps.hashing = gate;
    await from(address, name, PASSWORD);
    app.deps.hashing = quickGate();
    expect(counts).to.deep.equal({ verified: 0, hashed: 0 });
  });

  it('is open again when the fifteen minutes are over, and counts from the start [T-01]', async () => {
    const name = await newName();
    const address = newAddress();
    await guess(20, address, name);
    expect((await from(address, name, PASSWORD)).status).to.equal(429);
    await app.db('guess_counters').update({ window_ends_at: app.db.raw("now() - interval '1 s'") });
    await guess(20, address, name);
    expect((await from(address, name)).status).to.equal(429);
  });

  it('does not move the end of the window with each further guess [T-01]', async () => {
    const name = await newName();
    const address = newAddress();
    await guess(1, address, name);
    await app.db('guess_counters').update({ window_ends_at: app.db.raw("now() + interval '100 s'") });
    await guess(19, address, name);
    for (let n = 0; n < 3; n += 1) {
      expect(Number((await from(address, name)).headers['retry-after'])).to.be.within(95, 100);
    }
  });

  it('by 50 guesses at once has at most 20 of them verified [T-02]', async () => {
    const name = await newName();
    const address = newAddress();
    const { gate, counts } = countingGate(quickGate());
    app.deps.hashing = gate;
    const answers = await Promise.all(Array.from({ length: 50 }, () => from(address, name)));
    app.deps.hashing = quickGate();
    expect(counts.verified).to.be.within(1, 20);
    for (const { status } of answers) expect(status).to.be.oneOf([401, 429]);
    await guess(20 - counts.verified, address, name);
    expect((await from(address, name, PASSWORD)).status).to.equal(429);
  });

  it('is not made easier by case, other headers or more addresses before the proxy [T-03]', async () => {
    const name = await newName();
    const address = newAddress();
    const disguises: [string, string, Record<string, string>][] = [
      [address, name.toUpperCase(), {}],
      [`::ffff:${address}`, name, {}],
      [`10.1.2.3, ${address}`, name, {}],
      [address, name, { 'User-Agent': 'another' }],
      [address, name, { 'X-Real-IP': '10.9.9.9', Forwarded: 'for=10.9.9.9', 'X-Client-IP': '10.9.9.9' }],
      [address, name, { Cookie: `clearview_session=${'a'.repeat(32)}` }],
    ];
    for (let n = 0; n < 20; n += 1) {
      const [ip, typed, headers] = disguises[n % disguises.length] as (typeof disguises)[number];
      expect((await from(ip, typed, 'WrongPassword42', headers)).status).to.equal(401);
    }
    for (const [ip, typed, headers] of disguises) {
      expect((await from(ip, typed, PASSWORD, headers)).status, `${ip} ${typed}`).to.equal(429);
    }
  });

  it('is limited for unknown names alike [T-06]', async () => {
    const address = newAddress();
    await guess(20, address, 'nobody-of-ours');
    const unknown = await from(address, 'nobody-of-ours');
    const name = await newName();
    const other = newAddress();
    await guess(20, other, name);
    const known = await from(other, name);
    expect(unknown.status).to.equal(429);
    expect(unknown.body).to.deep.equal(known.body);
  });

  it('from one address ends after 100 failures over many names [T-05]', async () => {
    const address = newAddress();
    for (let n = 0; n < 100; n += 1) expect((await from(address, `name${n}`)).status).to.equal(401);
    const name = await newName();
    expect((await from(address, name, PASSWORD)).status).to.equal(429);
    expect((await from(newAddress(), name, PASSWORD)).status).to.equal(200);
  });

  it('counts an IPv6 client by its /64, whatever address of it is used [T-05]', async () => {
    const name = await newName();
    for (let n = 1; n <= 20; n += 1) {
      expect((await from(`2001:db8:0:1:${n}::${n}`, name)).status).to.equal(401);
    }
    expect((await from('2001:0DB8:0000:0001:ffff:ffff:ffff:ffff', name, PASSWORD)).status).to.equal(429);
    expect((await from('2001:db8:0:2::1', name, PASSWORD)).status).to.equal(200);
  });

  it('of one name ends after 100 failures from many addresses, but not for its owner at home [T-04]', async () => {
    const name = await newName();
    expect((await from(HOME, name, PASSWORD)).status).to.equal(200);
    for (let n = 0; n < 100; n += 1) expect((await from(`192.0.2.${n}`, name)).status).to.equal(401);
    expect((await from('192.0.2.200', name, PASSWORD)).status).to.equal(429);
    expect((await from(HOME, name, PASSWORD)).status).to.equal(200);
  });

  it('does not make a home of the address somebody else signs in from [T-04]', async () => {
    const name = await newName();
    expect((await from(HOME, await newName(), PASSWORD)).status).to.equal(200);
    for (let n = 0; n < 100; n += 1) expect((await from(`192.0.2.${n + 100}`, name)).status).to.equal(401);
    expect((await from(HOME, name, PASSWORD)).status).to.equal(429);
  });

  it('lets the first administrator in from where setup was done [T-04]', async () => {
    const local = await startTestApp({ TRUST_PROXY: '127.0.0.1' });
    local.deps.hashing = quickGate();
    try {
      await setUp(local);
      await local.db('guess_counters').delete();
      for (let n = 0; n < 100; n += 1) {
        await request(local.url)
          .post('/api/auth/login')
          .set('X-Forwarded-For', `192.0.2.${n}`)
          .send({ username: 'root', password: 'WrongPassword42' })
          .expect(401);
      }
      await signIn(local, 'root', 'CorrectHorse42');
    } finally {
      await local.stop();
    }
  });

  it('does not end the sessions of who is guessed at [T-04]', async () => {
    const name = await newName();
    const joe = await signIn(app, name);
    await guess(20, newAddress(), name);
    await joe.get('/api/auth/me').expect(200);
    expect((await person(app).get('/api/version')).status).to.equal(200);
  });
});
