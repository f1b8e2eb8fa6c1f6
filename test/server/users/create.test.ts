import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

const FIELDS = [
  ...['id', 'username', 'role', 'is_active', 'created_at', 'updated_at', 'last_login_at'],
  ...['revision', 'live_sessions', 'must_change_password', 'second_factor'],
];

describe('Creating a user', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  const create = (body: object) => admin.post('/api/users', body);
  const countUsers = async () => Number((await app.db('users').count({ n: '*' }).first())?.n);

  /** Asserts the refusal, and that nobody was added. */
  async function expectRefused(body: unknown, status: number, code?: string): Promise<void> {
    const before = await countUsers();
    expectError(await create(body as object), status, code);
    expect(await countUsers()).to.equal(before);
  }

  it('answers the user with exactly the eleven fields of the contract [U-01]', async () => {
    const made = await create({ username: 'Joe.Doe', password: PASSWORD, role: 'admin' });
    expect(made.status).to.equal(200);
    expect(made.body).to.have.all.keys(...FIELDS);
    const { id, username, role, is_active, created_at, updated_at, last_login_at } = made.body as Record<
      string,
      unknown
    >;
    expect(id).to.be.a('number');
    expect([username, role, is_active, last_login_at]).to.deep.equal(['Joe.Doe', 'admin', true, null]);
    for (const time of [created_at, updated_at]) {
      expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  it('makes a `user` when no role is given', async () => {
    const made = await create({ username: 'plain', password: PASSWORD });
    expect((made.body as { role: string }).role).to.equal('user');
  });

  it('lets the new user sign in at once, in any case of the name', async () => {
    await create({ username: 'MixedCase', password: PASSWORD });
    const joe = await signIn(app, 'mIXEDcASE');
    expect(((await joe.get('/api/auth/me')).body as { username: string }).username).to.equal('MixedCase');
  });

  it('never shows the hash or the password, in an answer or in the log [P-07]', async () => {
    const made = await create({ username: 'hidden', password: 'VerySecretWord77' });
    const answers = [made, await admin.get('/api/users'), await admin.get('/api/audit')];
    for (const { text } of answers) expect(text).not.to.match(/argon2|password_hash|VerySecretWord77/);
  });

  for (const twin of ['taken', 'TAKEN', 'Taken', 'tAkEn']) {
    it(`refuses ${twin} when taken exists: 409, with the reason under username [U-02]`, async () => {
      await create({ username: 'taken', password: PASSWORD });
      await expectRefused({ username: twin, password: PASSWORD }, 409, 'username_taken');
      const answer = await create({ username: twin, password: PASSWORD });
      expect((answer.body as { errors: object }).errors).to.have.keys('username');
    });
  }

  const lookAlikes: Record<string, string> = {
    'a space behind': 'taken ',
    'a space before': ' taken',
    'a Cyrillic a': 't\u0430ken',
    'full-width letters': '\uff54aken',
    'a zero-width space': 'ta\u200bken',
    'a combining accent': 'take\u0301n',
    'the same accent composed': 'tak\u00e9n',
    'a Kelvin sign': 'ta\u212aen',
    'a long s': 'u\u017fer',
    'a dotless i': 'adm\u0131n',
    'right-to-left override': '\u202enekat',
  };
  for (const [what, username] of Object.entries(lookAlikes)) {
    it(`refuses a look-alike with ${what}: 422 [U-02, U-03, R-26]`, () =>
      expectRefused({ username, password: PASSWORD }, 422, 'invalid'));
  }

  const malformed: Record<string, unknown> = {
    empty: '',
    blank: '   ',
    'beginning with a dot': '.joe',
    'beginning with a dash': '-joe',
    'with a slash': 'a/b',
    'with markup': '<b>joe</b>',
    'with a quote': "o'neil",
    'with a line feed behind': 'joe\n',
    'with CRLF': 'joe\r\nSet-Cookie: a=b',
    'with NUL': 'joe\0',
    'with an unpaired surrogate': 'joe\ud800',
    'of 129 characters': 'a'.repeat(129),
    'of 90,000 characters': 'a'.repeat(90_000),
    'that is null': null,
    'that is a number': 7,
    'that is true': true,
    'that is a list': ['joe'],
    'that is an object': { toString: 'joe' },
    'that is missing': undefined,
  };
  for (const [what, username] of Object.entries(malformed)) {
    it(`refuses a name ${what}: 422 [U-03, R-25]`, () =>
      expectRefused({ username, password: PASSWORD }, 422, 'invalid'));
  }

  for (const username of ['a', '7', 'a'.repeat(128), 'joe+tag@example.org', 'A_b-c.d', 'constructor']) {
    it(`accepts the name ${username.slice(0, 24)}`, async () => {
      const made = await create({ username, password: PASSWORD });
      expect(made.status).to.equal(200);
      expect((made.body as { username: string }).username).to.equal(username);
    });
  }

  for (const role of ['Admin', 'ADMIN', 'root', '', ' admin', null, 1, true, ['admin'], { role: 'admin' }]) {
    it(`refuses the role ${JSON.stringify(role)}: 422 [U-04]`, () =>
      expectRefused({ username: 'role-probe', password: PASSWORD, role }, 422, 'invalid'));
  }

  for (const password of ['', 'short1', 'onlylettersinhere', '123456789012', 'Clearview2026']) {
    it(`refuses the weak password "${password}": 400, with the reason under password [P-01]`, async () => {
      await expectRefused({ username: 'weakling', password }, 400, 'weak_password');
      const answer = await create({ username: 'weakling', password });
      expect((answer.body as { errors: object }).errors).to.have.keys('password');
    });
  }

  for (const password of [null, 123456789012, true, ['CorrectHorse42'], { a: 1 }, undefined]) {
    it(`refuses a password that is no text (${JSON.stringify(password)}): 422`, () =>
      expectRefused({ username: 'typed-wrong', password }, 422, 'invalid'));
  }

  const smuggled = ['id', 'is_active', 'password_hash', 'created_at', 'last_login_at', 'isAdmin', 'ROLE'];
  for (const field of smuggled) {
    it(`refuses the unknown field ${field}: 422 [U-05]`, () =>
      expectRefused({ username: 'smuggler', password: PASSWORD, [field]: 1 }, 422, 'invalid'));
  }

  for (const poison of ['{"__proto__":{"role":"admin"},', '{"constructor":{"prototype":{"role":"admin"}},']) {
    it(`is not poisoned by ${poison.slice(1, 14)} [U-06, R-29]`, async () => {
      const before = await countUsers();
      const answer = await admin
        .post('/api/users')
        .set('Content-Type', 'application/json')
        .send(`${poison}"username":"poisoner","password":"${PASSWORD}"}`);
      expectError(answer, 422, 'invalid');
      expect(({} as Record<string, unknown>).role).to.equal(undefined);
      expect(await countUsers()).to.equal(before);
    });
  }

  for (const body of ['[]', '"text"', '7', 'true', '[{"username":"x"}]']) {
    it(`refuses the body ${body}, which is no object: 422`, async () => {
      const answer = await admin.post('/api/users').set('Content-Type', 'application/json').send(body);
      expectError(answer, 422, 'invalid');
    });
  }

  it('names every wrong field at once', async () => {
    const answer = await create({ username: '', password: 7, role: 'boss' });
    expect((answer.body as { errors: object }).errors).to.have.keys('username', 'password', 'role');
  });

  it('is not for the anonymous, whatever the body: 401 [Z-01]', async () => {
    expectError(await person(app).post('/api/users', { nonsense: 1 }), 401, 'unauthenticated');
  });
});
