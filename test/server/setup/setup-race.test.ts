import { expect } from 'chai';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { countingGate, quickGate } from '../../support/hash-gates.js';
import { ADMIN, cookieOf, person } from '../../support/people.js';

const SETUP = '/api/auth/setup';

const account = (n: number) => ({ username: `owner${n}`, password: `CorrectHorse42-${n}` });
const numbers = Array.from({ length: 20 }, (_, n) => n);

async function expectOneOwner(app: TestApp, statuses: number[]): Promise<void> {
  expect(statuses.sort()).to.deep.equal([200, ...Array<number>(statuses.length - 1).fill(409)]);
  expect(await app.db('users').select('role')).to.deep.equal([{ role: 'admin' }]);
  expect(await app.db('user_sessions').select('user_id')).to.have.length(1);
  expect(await app.db('auth_audit').where({ event: 'setup' })).to.have.length(1);
}

describe('Twenty setups at once', () => {
  it('make one administrator; the others are told that it is done and get no cookie [S-05]', async () => {
    const app = await startTestApp();
    try {
      const answers = await Promise.all(numbers.map((n) => person(app).post(SETUP, account(n))));
      const won = answers.filter(({ status }) => status === 200);
      const lost = answers.filter(({ status }) => status !== 200);
      await expectOneOwner(
        app,
        answers.map(({ status }) => status),
      );
      expect(cookieOf(won[0] as request.Response)).to.match(/^clearview_session=[0-9a-f]{32}$/);
      for (const answer of lost) expect(answer.headers['set-cookie']).to.equal(undefined);
    } finally {
      await app.stop();
    }
  });

  it('make one administrator also when all of them have passed the check and been hashed [S-05]', async () => {
    const app = await startTestApp();
    let waiting = 0;
    let open = (): void => undefined;
    const allHashed = new Promise<void>((resolve) => (open = resolve));
    const inner = quickGate();
    // A barrier between the hash and the insert: the widest gap that a race can have.
    app.deps.hashing = {
      inSlot: async (job) => {
        const result = await inner.inSlot(job);
        if ((waiting += 1) === 8) open();
        await allHashed;
        return result;
      },
    };
    try {
      const answers = await Promise.all(
        numbers.slice(0, 8).map((n) =>
          person(app)
            .post(SETUP, account(n))
            .then(({ status }) => status),
        ),
      );
      await expectOneOwner(app, answers);
    } finally {
      open();
      await app.stop();
    }
  });

  it('make one administrator when they reach two processes on one database [S-05]', async () => {
    const one = await startTestApp();
    const two = await startTestApp({}, one.database);
    for (const app of [one, two]) app.deps.hashing = quickGate();
    try {
      const answers = await Promise.all(
        numbers.map((n) =>
          person(n % 2 ? one : two)
            .post(SETUP, account(n))
            .then(({ status }) => status),
        ),
      );
      await expectOneOwner(one, answers);
    } finally {
      await two.stop();
      await one.stop();
    }
  });
});

describe('A setup that needs a token', () => {
  const SETUP_TOKEN = 'a-token-of-the-operator';
  let app: TestApp;

  before(async () => {
    app = await startTestApp({ SETUP_TOKEN });
  });
  after(() => app.stop());

  for (const [what, token] of [
    ['none', undefined],
    ['an empty one', ''],
    ['another', 'a-token-of-the-operatoR'],
    ['a longer one', `${SETUP_TOKEN}x`],
    ['the beginning of it', SETUP_TOKEN.slice(0, -1)],
  ] as const) {
    it(`refuses ${what}, without the cost of a hash [F2]`, async () => {
      const { gate, counts } = countingGate(quickGate());
      app.deps.hashing = gate;
      const answer = await person(app)
        .post(SETUP, { ...ADMIN, setup_token: token })
        .expect(403);
      expect(answer.body.code).to.equal('setup_token_required');
      expect(answer.body.errors).to.have.all.keys('setup_token');
      expect(answer.text).not.to.include(SETUP_TOKEN);
      expect(counts.hashed).to.equal(0);
      expect(await app.db('users').select('id')).to.deep.equal([]);
    });
  }

  it('refuses a token that is no text [F2]', async () => {
    for (const setup_token of [1, true, [SETUP_TOKEN], { a: 1 }]) {
      await person(app)
        .post(SETUP, { ...ADMIN, setup_token })
        .expect(422);
    }
  });

  it('writes the refusals down, but not for ever, and never the token that was tried [F37]', async () => {
    for (const n of numbers)
      await person(app)
        .post(SETUP, { ...ADMIN, setup_token: `try-${n}` })
        .expect(403);
    const rows = await app.db('auth_audit').where({ event: 'setup_refused' });
    expect(rows).to.have.length.within(1, 5);
    expect(JSON.stringify(rows)).not.to.match(/try-|operator/);
  });

  it('says to anonymous visitors no more than that setup is required [S-01]', async () => {
    const answer = await request(app.url).get('/api/auth/setup-required').expect(200);
    expect(answer.body).to.deep.equal({ setup_required: true });
  });

  it('takes the right one [F2]', async () => {
    await person(app)
      .post(SETUP, { ...ADMIN, setup_token: SETUP_TOKEN })
      .expect(200);
  });

  it('answers 409 from then on, with the token or without [S-06]', async () => {
    await person(app)
      .post(SETUP, { ...ADMIN, setup_token: SETUP_TOKEN })
      .expect(409);
    await person(app).post(SETUP, ADMIN).expect(409);
  });
});
