import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { countingGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn } from '../../support/people.js';

/** `CorrectHorse42`, hashed by argon2-cffi with its defaults of old: 64 MiB, three passes, four lanes. */
const FROM_PYTHON =
  '$argon2id$v=19$m=65536,t=3,p=4$MTIzNDU2Nzg5MGFiY2RlZg$CFvo7Au1QD93wZ0uZr1iX1L0d1LEDkfMjYXrMp/Elc4';

describe('Accounts of an earlier edition', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
    await setUp(app);
    for (const username of ['Old Name', 'ünï', 'a/b', ' lead']) {
      await app.db('users').insert({ username, password_hash: FROM_PYTHON, role: 'user' });
    }
  });
  after(() => app.stop());

  for (const name of ['Old Name', 'old name', 'ünï', 'a/b', ' lead']) {
    it(`sign in as ${JSON.stringify(name)}, though no such name is given out today`, async () => {
      const me = await (await signIn(app, name, 'CorrectHorse42')).get('/api/auth/me').expect(200);
      expect((me.body as { username: string }).username.toLowerCase()).to.equal(name.toLowerCase());
    });
  }

  it('are not found by a name that only looks alike', async () => {
    for (const username of ['Old Name ', 'lead', 'Old  Name', 'u\u0308ni\u0308']) {
      await person(app).post('/api/auth/login', { username, password: 'CorrectHorse42' }).expect(401);
    }
  });

  it('keep a hash that was made at a higher cost [P-08]', async () => {
    await signIn(app, 'a/b', 'CorrectHorse42');
    const user = await app.db('users').where({ username: 'a/b' }).first();
    expect(user?.password_hash).to.equal(FROM_PYTHON);
  });

  it('do not write down a name that has not the form of one when they fail [F39]', async () => {
    const credentials = { username: 'Old Name', password: 'WrongPassword42' };
    await person(app).post('/api/auth/login', credentials).expect(401);
    const row = await app.db('auth_audit').where({ event: 'login_fail' }).orderBy('id', 'desc').first();
    expect(row?.detail).to.deep.equal({});
  });
});

describe('A sign-in after the cost was raised', () => {
  let first: TestApp;
  let raised: TestApp;

  before(async () => {
    first = await startTestApp();
    const admin = await setUp(first);
    for (const name of ['joe', 'ann', 'bob']) await createUser(admin, name);
    raised = await startTestApp({ ARGON2_MEMORY_KIB: '20480', ARGON2_TIME_COST: '3' }, first.database);
  });
  after(async () => {
    await raised.stop();
    await first.stop();
  });

  const hashOf = async (username: string): Promise<string> =>
    (await first.db('users').where({ username }).first())?.password_hash ?? '';

  it('hashes the password anew, which still fits [P-08]', async () => {
    await signIn(raised, 'joe');
    expect(await hashOf('joe')).to.match(/^\$argon2id\$v=19\$m=20480,t=3,p=1\$/);
    await signIn(raised, 'joe');
  });

  it('leaves the hash alone when the password was wrong [P-08]', async () => {
    const before = await hashOf('ann');
    await person(raised)
      .post('/api/auth/login', { username: 'ann', password: 'WrongPassword42' })
      .expect(401);
    expect(await hashOf('ann')).to.equal(before);
  });

  it('does not lower it for a server that asks for less [P-08]', async () => {
    await signIn(raised, 'joe');
    const before = await hashOf('joe');
    const { gate, counts } = countingGate(first.deps.hashing);
    const real = first.deps.hashing;
    first.deps.hashing = gate;
    await signIn(first, 'joe');
    first.deps.hashing = real;
    expect(await hashOf('joe')).to.equal(before);
    expect(counts).to.deep.equal({ verified: 1, hashed: 0 });
  });

  it('hashes once only: the second sign-in finds it done [P-08]', async () => {
    await signIn(raised, 'joe');
    const before = await hashOf('joe');
    await signIn(raised, 'joe');
    expect(await hashOf('joe')).to.equal(before);
  });

  it('lets in all of several at once that come with the right password', async () => {
    const many = Array.from({ length: 6 }, () =>
      person(raised).post('/api/auth/login', { username: 'bob', password: PASSWORD }),
    );
    expect((await Promise.all(many)).map(({ status }) => status)).to.deep.equal(Array(6).fill(200));
  });
});
