import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import request, { type Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { quickGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn, cookieOf, type Person } from '../../support/people.js';

const HOUR = 3600;

let app: TestApp;
let admin: Person;
let joe: Person;
let names = 0;
let id: number;

const me = (who: Person): Promise<Response> => who.get('/api/auth/me').then();

/** Moves columns of joe's sessions to so many seconds from now, by the database's clock. */
async function move(seconds: Partial<Record<'created_at' | 'last_seen_at' | 'expires_at', number>>) {
  for (const [column, offset] of Object.entries(seconds)) {
    await app.db.raw('update user_sessions set ?? = now() + make_interval(secs => ?) where user_id = ?', [
      column,
      offset,
      id,
    ]);
  }
}

interface Seconds {
  left: number;
  seen: number;
}

/** Seconds until joe's session ends, and since it was seen, by the database's clock. */
async function times(): Promise<Seconds> {
  const { rows } = await app.db.raw<{ rows: Seconds[] }>(
    `select extract(epoch from expires_at - now())::float8 as left,
            extract(epoch from now() - last_seen_at)::float8 as seen from user_sessions where user_id = ?`,
    [id],
  );
  return rows[0] as Seconds;
}

/** The renewal is written beside the answer: waits for it. @throws when it does not come */
async function timesOnceSeen(): Promise<Seconds> {
  for (let tries = 0; tries < 100; tries += 1) {
    const now = await times();
    if (now.seen < 5) return now;
    await sleep(20);
  }
  throw new Error('The session has not been renewed.');
}

const maxAge = (answer: Response): number =>
  Number(/Max-Age=(\d+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? NaN);

describe('The life of a session', () => {
  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
  });
  after(() => app.stop());

  beforeEach(async () => {
    const username = `joe${(names += 1)}`;
    id = await createUser(admin, username);
    joe = await signIn(app, username);
  });

  async function remembered(): Promise<void> {
    await app.db('user_sessions').where({ user_id: id }).delete();
    const credentials = { username: `joe${names}`, password: PASSWORD, remember: true };
    joe = person(app, cookieOf(await person(app).post('/api/auth/login', credentials).expect(200)));
  }

  it('is 8 hours by the database from the sign-in [N-15]', async () => {
    expect((await times()).left).to.be.within(8 * HOUR - 10, 8 * HOUR);
  });

  it('slides with use: 8 hours from now, and the cookie comes again with the same value [N-15] [F25]', async () => {
    await move({ last_seen_at: -2 * HOUR, expires_at: 6 * HOUR, created_at: -2 * HOUR });
    const answer = await me(joe);
    expect(answer.status).to.equal(200);
    expect(cookieOf(answer)).to.equal(joe.cookie);
    expect(maxAge(answer)).to.be.within(8 * HOUR - 2, 8 * HOUR);
    expect(String(answer.headers['set-cookie'])).to.include('HttpOnly').and.include('SameSite=Lax');
    expect((await timesOnceSeen()).left).to.be.within(8 * HOUR - 10, 8 * HOUR);
  });

  it('slides on pages and lists as well, not only on me [N-15]', async () => {
    await move({ last_seen_at: -90, expires_at: HOUR });
    expect(cookieOf(await joe.get('/api/tenants').expect(200))).to.equal(joe.cookie);
    expect((await timesOnceSeen()).left).to.be.greaterThan(7 * HOUR);
  });

  it('is renewed at most once a minute: neither row nor cookie before that [F27]', async () => {
    await move({ last_seen_at: -50, expires_at: HOUR });
    for (let n = 0; n < 3; n += 1) expect((await me(joe)).headers['set-cookie']).to.equal(undefined);
    await sleep(100);
    expect((await times()).left).to.be.within(HOUR - 10, HOUR);
    await move({ last_seen_at: -61 });
    expect(cookieOf(await me(joe))).to.equal(joe.cookie);
    await timesOnceSeen();
    expect((await me(joe)).headers['set-cookie']).to.equal(undefined);
  });

  it('never goes past 24 hours from the sign-in, in the row and in the cookie [N-15] [F26]', async () => {
    await move({ created_at: -20 * HOUR, last_seen_at: -HOUR, expires_at: HOUR });
    const answer = await me(joe);
    expect(maxAge(answer)).to.be.within(4 * HOUR - 5, 4 * HOUR);
    expect((await timesOnceSeen()).left).to.be.within(4 * HOUR - 5, 4 * HOUR);
  });

  it('is over 24 hours from the sign-in, whatever expires_at says [N-15] [F26]', async () => {
    await move({ created_at: -24 * HOUR - 1, last_seen_at: -10, expires_at: HOUR });
    expect((await me(joe)).status).to.equal(401);
  });

  it('is over when expires_at has passed, at once and for good [N-15]', async () => {
    await move({ expires_at: -1, last_seen_at: -HOUR });
    const answer = await me(joe);
    expect(answer.status).to.equal(401);
    expect(answer.headers['set-cookie']).to.equal(undefined);
    await sleep(100);
    expect((await times()).left).to.be.below(0);
  });

  it('with remember ends 30 days after it began and does not slide; it is noted as seen [N-15]', async () => {
    await remembered();
    expect((await times()).left).to.be.within(30 * 24 * HOUR - 10, 30 * 24 * HOUR);
    await move({ created_at: -25 * 24 * HOUR, expires_at: 5 * 24 * HOUR, last_seen_at: -24 * HOUR });
    const answer = await me(joe);
    expect(answer.status).to.equal(200);
    expect(answer.headers['set-cookie']).to.equal(undefined);
    expect((await timesOnceSeen()).left).to.be.within(5 * 24 * HOUR - 10, 5 * 24 * HOUR);
    await move({ expires_at: -1 });
    expect((await me(joe)).status).to.equal(401);
  });

  it('is judged by the clock of the database, not by that of the server [N-15] [F42]', async () => {
    const { now } = Date;
    try {
      Date.now = () => now() + 9 * HOUR * 1000;
      expect((await me(joe)).status).to.equal(200);
      Date.now = () => now() - 9 * HOUR * 1000;
      await move({ expires_at: -1 });
      expect((await me(joe)).status).to.equal(401);
    } finally {
      Date.now = now;
    }
  });

  it('is as long as the operator configured [N-15]', async () => {
    const env = {
      SESSION_IDLE_SECONDS: '2',
      SESSION_ABSOLUTE_SECONDS: '100',
      SESSION_REMEMBER_SECONDS: '200',
    };
    const other = await startTestApp(env, app.database);
    other.deps.hashing = quickGate();
    const credentials = { username: `joe${names}`, password: PASSWORD };
    const login = (remember: boolean) =>
      request(other.url)
        .post('/api/auth/login')
        .send({ ...credentials, remember })
        .then();
    const short = await login(false);
    expect(maxAge(short)).to.equal(2);
    expect(maxAge(await login(true))).to.equal(200);
    await sleep(2100);
    expect((await me(person(other, cookieOf(short)))).status).to.equal(401);
    await other.stop();
  });

  it('notes address and agent, the agent bounded and without control characters [G-08]', async () => {
    await app.db('user_sessions').where({ user_id: id }).delete();
    const agent = `Agent/1.0\t${'x'.repeat(2000)}`;
    const credentials = { username: `joe${names}`, password: PASSWORD };
    await person(app).post('/api/auth/login', credentials).set('User-Agent', agent).expect(200);
    const row = await app.db('user_sessions').where({ user_id: id }).first();
    expect(row?.ip).to.equal('127.0.0.1');
    expect(row?.user_agent).to.match(/^Agent\/1\.0x+$/);
    expect(row?.user_agent?.length).to.be.at.most(512);
  });
});
