import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { countingGate } from '../../support/hash-gates.js';
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

const LOGIN = '/api/auth/login';

let app: TestApp;
let admin: Person;

const login = (username: unknown, password: unknown): Promise<Response> =>
  Promise.resolve(person(app).post(LOGIN, { username, password }));

/** What the client can see, but for what differs between any two answers. */
function visible({ status, text, headers }: Response): unknown {
  const seen = { ...(headers as Record<string, string>) };
  for (const name of ['date', 'x-request-id']) delete seen[name];
  return { status, text, seen };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

describe('Signing in', () => {
  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'Joe.Doe');
    const gone = await createUser(admin, 'gone');
    await admin.patch(`/api/users/${gone}`, { is_active: false }).expect(200);
  });
  after(() => app.stop());
  // Each test has all its guesses before it.
  beforeEach(() => app.db('guess_counters').delete());

  it('answers name and role, and nothing else; the token is in the cookie only [N-06]', async () => {
    const answer = await login('Joe.Doe', PASSWORD);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal({ username: 'Joe.Doe', role: 'user' });
    const token = cookieOf(answer).split('=')[1] ?? '';
    expect(token).to.match(/^[0-9a-f]{32}$/);
    const others = { ...(answer.headers as Record<string, unknown>), 'set-cookie': '' };
    expect(JSON.stringify(others)).not.to.include(token);
  });

  it('finds the name without regard to case and shows it as it was made [U-02]', async () => {
    for (const name of ['joe.doe', 'JOE.DOE', 'jOE.dOE']) {
      expect((await login(name, PASSWORD)).body).to.deep.equal({ username: 'Joe.Doe', role: 'user' });
    }
  });

  it('notes when, and writes login_ok with who and from where [G-01]', async () => {
    await signIn(app, 'joe.doe');
    const [user] = (await admin.get('/api/users?filter={"q":"joe.doe"}').expect(200)).body;
    expect(Date.now() - Date.parse(user.last_login_at)).to.be.within(-1000, 10_000);
    const row = await app.db('auth_audit').orderBy('id', 'desc').first();
    expect(row).to.include({ event: 'login_ok', user_id: user.id, username: 'Joe.Doe', ip: '127.0.0.1' });
  });

  it('answers an unknown user, an inactive one and a wrong password alike [A-01]', async () => {
    const wrong = await login('joe.doe', 'WrongPassword42');
    expect(wrong.status).to.equal(401);
    expect(wrong.body).to.deep.equal({ detail: 'Invalid credentials', code: 'invalid_credentials' });
    expect(wrong.headers['set-cookie']).to.equal(undefined);
    for (const [name, password] of [
      ['nobody', PASSWORD],
      ['gone', PASSWORD],
      ['gone', 'WrongPassword42'],
      ['not a name', PASSWORD],
      ['', ''],
    ]) {
      expect(visible(await login(name, password)), name).to.deep.equal(visible(wrong));
    }
  });

  it('verifies one password for each of them: nobody gets an early answer [A-02]', async () => {
    const { gate, counts } = countingGate(app.deps.hashing);
    const real = app.deps.hashing;
    app.deps.hashing = gate;
    for (const name of ['joe.doe', 'gone', 'nobody', 'not a name', 'x'.repeat(200), 'n\u0000l']) {
      counts.verified = 0;
      await login(name, 'WrongPassword42');
      expect(counts, name).to.deep.equal({ verified: 1, hashed: 0 });
    }
    counts.verified = 0;
    await login('gone', PASSWORD);
    expect(counts, 'inactive, right password').to.deep.equal({ verified: 1, hashed: 0 });
    app.deps.hashing = real;
  });

  it('takes the same time for each of them [A-02]', async () => {
    const names = ['joe.doe', 'gone', 'nobody'];
    const times = new Map(names.map((name) => [name, [] as number[]]));
    for (let round = 0; round < 15; round += 1) {
      for (const name of names) {
        const start = performance.now();
        await login(name, 'WrongPassword42');
        times.get(name)?.push(performance.now() - start);
      }
    }
    const [wrong = 1, ...others] = [...times.values()].map(median);
    for (const other of others) expect(other / wrong).to.be.within(0.65, 1.55);
  });

  for (const [what, body] of [
    ['a list for the name', { username: ['joe.doe'], password: PASSWORD }],
    ['an object for the name', { username: { $gt: '' }, password: PASSWORD }],
    ['an object for the password', { username: 'joe.doe', password: { length: 20 } }],
    ['true for the password', { username: 'joe.doe', password: true }],
    ['a number for the password', { username: 'joe.doe', password: 1 }],
    ['no password', { username: 'joe.doe' }],
    ['null for both', { username: null, password: null }],
    ['"yes" for remember', { username: 'joe.doe', password: PASSWORD, remember: 'yes' }],
    ['1 for remember', { username: 'joe.doe', password: PASSWORD, remember: 1 }],
    ['null for remember', { username: 'joe.doe', password: PASSWORD, remember: null }],
    ['an unknown field', { username: 'joe.doe', password: PASSWORD, role: 'admin' }],
    ['a list', [{ username: 'joe.doe', password: PASSWORD }]],
  ] as const) {
    it(`refuses ${what} before it asks the database [A-03]`, async () => {
      const answer = await person(app).post(LOGIN, body).expect(422);
      expect(answer.headers['set-cookie']).to.equal(undefined);
      expect(await app.db('guess_counters').select('key')).to.deep.equal([]);
    });
  }

  it('takes SQL in the name or password as text [A-04]', async () => {
    for (const text of [
      `' or '1'='1`,
      `joe.doe'--`,
      `joe.doe'; drop table users;--`,
      'joe%',
      '$1',
      '?',
      '??',
    ]) {
      expect((await login(text, PASSWORD)).status, text).to.equal(401);
      expect((await login('joe.doe', text)).status, text).to.equal(401);
    }
    expect((await login('joe.doe', PASSWORD)).status).to.equal(200);
  });

  it('compares the password exactly as it came: no trimming, folding, cutting or composing [A-05] [P-03]', async () => {
    const password = ' Pässword 42\t';
    await admin.post('/api/users', { username: 'exact', password }).expect(200);
    expect((await login('exact', password)).status).to.equal(200);
    for (const other of [
      password.trim(),
      ` ${password}`,
      password.toLowerCase(),
      password.normalize('NFD'),
      password.slice(0, -1),
      `${password}\0`,
      `${password}x`,
    ]) {
      expect((await login('exact', other)).status, JSON.stringify(other)).to.equal(401);
    }
  });

  it('does not take an unpaired surrogate for the character that encoders put in its place [A-05]', async () => {
    await admin.post('/api/users', { username: 'sign', password: 'Replacement42\ufffd' }).expect(200);
    expect((await login('sign', 'Replacement42\ud800')).status).to.equal(401);
    expect((await login('sign', 'Replacement42\ufffd')).status).to.equal(200);
  });

  it('answers NUL, surrogates, control characters and 90 kB with 401, never with 500 [A-06] [R-25]', async () => {
    for (const text of [
      'a\0b',
      '\ud800',
      '\udfff\ud800',
      'a\r\nb',
      '\u202ejoe',
      'x'.repeat(90_000),
      '😀'.repeat(129),
    ]) {
      expect((await login(text, PASSWORD)).status, JSON.stringify(text.slice(0, 9))).to.equal(401);
      expect((await login('joe.doe', text)).status, JSON.stringify(text.slice(0, 9))).to.equal(401);
    }
    expect((await login('joe.doe', 'x'.repeat(100_000))).status).to.equal(413);
  });

  it('writes down the name that was tried only if it has the form of one [F39] [G-08]', async () => {
    await login('joe.doe', 'WrongPassword42');
    await login('MyPassword 42!', 'x');
    await login('nobody', 'x');
    const rows = await app.db('auth_audit').where({ event: 'login_fail' }).orderBy('id', 'desc').limit(3);
    expect(rows.map(({ detail }) => detail)).to.deep.equal([
      { username: 'nobody' },
      {},
      { username: 'joe.doe' },
    ]);
    for (const row of rows) expect(row).to.include({ user_id: null, username: null, ip: '127.0.0.1' });
  });

  it('works by POST only, and never from the query string [A-07]', async () => {
    const query = `?username=joe.doe&password=${PASSWORD}`;
    for (const method of ['get', 'put', 'patch', 'delete'] as const) {
      const answer = await request(app.url)[method](LOGIN + query);
      expect(answer.status, method).to.equal(405);
      expect(answer.headers.allow).to.equal('POST');
    }
    await person(app)
      .post(LOGIN + query)
      .expect(422);
  });

  it('is refused when another site asks for it (login CSRF) [W-01]', async () => {
    const credentials = { username: 'joe.doe', password: PASSWORD };
    const answer = await person(app).post(LOGIN, credentials).set('Sec-Fetch-Site', 'cross-site').expect(403);
    expect(answer.headers['set-cookie']).to.equal(undefined);
    await person(app).post(LOGIN, credentials).set('Sec-Fetch-Site', 'same-origin').expect(200);
  });

  it('leaves the cookie as the only identity: nothing else signs anybody in [A-11]', async () => {
    const token = admin.cookie.split('=')[1] ?? '';
    const basic = Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64');
    for (const [name, value] of [
      ['Authorization', `Basic ${basic}`],
      ['Authorization', `Bearer ${token}`],
      ['X-Session', token],
      ['X-User', 'root'],
      ['X-Forwarded-User', 'root'],
      ['Remote-User', 'root'],
    ] as const) {
      await request(app.url).get('/api/auth/me').set(name, value).expect(401);
    }
    await request(app.url).get(`/api/auth/me?clearview_session=${token}`).expect(401);
    await person(app).post('/api/auth/logout', {}).set('X-Session', token).expect(200);
    await admin.get('/api/auth/me').expect(200);
  });
});
