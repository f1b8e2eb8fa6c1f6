import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { countingGate } from '../../support/hash-gates.js';
import { ADMIN, cookieOf, person, setUp, signIn } from '../../support/people.js';

const SETUP = '/api/auth/setup';

const isRequired = async (app: TestApp): Promise<unknown> =>
  (await request(app.url).get('/api/auth/setup-required').expect(200)).body;

async function expectUntouched(app: TestApp, response: Response): Promise<void> {
  expect(response.headers['set-cookie']).to.equal(undefined);
  expect(await app.db('users').select('id')).to.deep.equal([]);
  expect(await app.db('user_sessions').select('id')).to.deep.equal([]);
  expect(await app.db('auth_audit').where({ event: 'setup' })).to.deep.equal([]);
  expect(await isRequired(app)).to.deep.equal({ setup_required: true });
}

describe('A server that nobody has set up yet', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('says so with one boolean and nothing else [S-01]', async () => {
    expect(await isRequired(app)).to.deep.equal({ setup_required: true });
  });

  it('has no account to sign in with, whatever the usual names and passwords [S-02] [A-10]', async () => {
    for (const [username, password] of [
      ['root', 'root'],
      ['admin', 'admin'],
      ['admin', 'password'],
      ['clearview', 'clearview'],
      ['', ''],
    ]) {
      await person(app).post('/api/auth/login', { username, password }).expect(401);
    }
  });

  it('answers 401 at every other door [S-02]', async () => {
    for (const path of ['/api/auth/me', '/api/users', '/api/users/1', '/api/audit', '/api/tenants']) {
      await request(app.url).get(path).expect(401);
    }
    await person(app).post('/api/users', ADMIN).expect(401);
  });

  for (const [what, password] of [
    ['the empty one', ''],
    ['11 characters', 'abcdefghi12'],
    ['no digit', 'CorrectHorseBattery'],
    ['no letter', '123456789012345'],
    ['a common one', 'password1234'],
    ['the product with trimmings', 'Clearview2026!'],
    ['the name with trimmings', 'root-12345678'],
    ['more than 1024 bytes', `a1${'x'.repeat(1023)}`],
  ] as const) {
    it(`refuses a weak password, ${what}, and makes nothing [S-03]`, async () => {
      const response = await person(app).post(SETUP, { username: 'root', password }).expect(400);
      expect(response.body.code).to.equal('weak_password');
      expect(response.body.errors).to.have.all.keys('password');
      await expectUntouched(app, response);
    });
  }

  for (const username of ['', ' root', 'root ', 'ro ot', '.root', '<b>x</b>', 'r\u0000t', 'rööt', 'x\r\ny']) {
    it(`refuses ${JSON.stringify(username)} as a username and makes nothing [S-04]`, async () => {
      const response = await person(app)
        .post(SETUP, { ...ADMIN, username })
        .expect(422);
      expect(response.body.errors).to.have.all.keys('username');
      await expectUntouched(app, response);
    });
  }

  for (const [what, body] of [
    ['no fields', {}],
    ['a number for the password', { username: 'root', password: 123456789012 }],
    ['a list for the username', { username: ['root'], password: ADMIN.password }],
    ['an object for the password', { username: 'root', password: { $ne: '' } }],
    ['null for the username', { username: null, password: ADMIN.password }],
    ['a role smuggled in', { ...ADMIN, role: 'admin' }],
    ['a list of accounts', [ADMIN]],
  ] as const) {
    it(`refuses a body of the wrong shape, ${what}, and is not used up [S-04]`, async () => {
      await expectUntouched(app, await person(app).post(SETUP, body).expect(422));
    });
  }

  for (const [type, body, status] of [
    ['application/json', '{"username":"root",', 400],
    ['application/x-www-form-urlencoded', 'username=root&password=CorrectHorse42', 415],
    ['text/plain', JSON.stringify(ADMIN), 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
  ] as const) {
    it(`refuses ${type} that is not the JSON asked for, and is not used up [S-04]`, async () => {
      const response = await request(app.url).post(SETUP).set('Content-Type', type).send(body);
      expect(response.status).to.equal(status);
      await expectUntouched(app, response);
    });
  }

  it('cannot be set up by GET or from the query string [S-04]', async () => {
    const query = '?username=root&password=CorrectHorse42';
    await request(app.url).get(`${SETUP}${query}`).expect(405);
    await expectUntouched(app, await person(app).post(`${SETUP}${query}`).expect(422));
  });

  for (const [header, value] of [
    ['Sec-Fetch-Site', 'cross-site'],
    ['Sec-Fetch-Site', 'same-site'],
    ['Origin', 'https://evil.example'],
    ['Origin', 'null'],
  ] as const) {
    it(`cannot be set up by another site's page (${header}: ${value}) [S-08]`, async () => {
      const response = await request(app.url).post(SETUP).set(header, value).send(ADMIN).expect(403);
      await expectUntouched(app, response);
    });
  }
});

describe('The setup', () => {
  let app: TestApp;
  let answer: Response;

  before(async () => {
    app = await startTestApp();
    answer = await request(app.url).post(SETUP).set('Origin', app.url).send(ADMIN);
  });
  after(() => app.stop());

  it('answers name and role, and nothing else', () => {
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal({ username: 'root', role: 'admin' });
  });

  it('signs the first administrator in', async () => {
    const me = await person(app, cookieOf(answer)).get('/api/auth/me').expect(200);
    expect(me.body).to.include({ username: 'root', role: 'admin' });
    expect(String(answer.headers['set-cookie'])).to.match(/HttpOnly; SameSite=Lax/);
  });

  it('leaves one user, one session and one row in the log, with who and from where', async () => {
    const user = await app.db('users').first();
    expect(user).to.include({ id: 1, username: 'root', role: 'admin', is_active: true });
    expect(user?.password_hash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await app.db('user_sessions').count('*')).to.deep.equal([{ count: 1 }]);
    const rows = await app.db('auth_audit').select('user_id', 'username', 'event', 'ip', 'detail');
    const detail = { target: 1, username: 'root', role: 'admin' };
    expect(rows).to.deep.equal([{ user_id: 1, username: 'root', event: 'setup', ip: '127.0.0.1', detail }]);
  });

  it('lets the administrator sign in again', async () => {
    await signIn(app, ADMIN.username, ADMIN.password);
  });

  it('is over: no more required', async () => {
    expect(await isRequired(app)).to.deep.equal({ setup_required: false });
  });

  for (const [what, body] of [
    ['the same again', ADMIN],
    ['another name', { username: 'eve', password: 'EvesPassword42' }],
    ['a weak password', { username: 'eve', password: 'x' }],
    ['a wrong shape', { username: ['eve'], extra: true }],
    ['nothing', {}],
  ] as const) {
    it(`answers 409 for ever: ${what} [S-06]`, async () => {
      const response = await person(app).post(SETUP, body).expect(409);
      expect(response.body).to.have.all.keys('detail', 'code');
      expect(response.body.code).to.equal('setup_done');
      expect(response.text).not.to.match(/root/);
      expect(response.headers['set-cookie']).to.equal(undefined);
    });
  }

  it('is refused without the cost of a hash once it is over [S-06]', async () => {
    const { gate, counts } = countingGate(app.deps.hashing);
    const before = app.deps.hashing;
    app.deps.hashing = gate;
    await person(app).post(SETUP, ADMIN).expect(409);
    app.deps.hashing = before;
    expect(counts).to.deep.equal({ verified: 0, hashed: 0 });
  });

  it('takes nothing of the session that the answer set into the page', () => {
    expect(answer.text).not.to.include(cookieOf(answer).split('=')[1]);
  });
});

describe('That setup is done', () => {
  it('is a stored fact: a server without users does not open it again, also after a restart', async () => {
    const first = await startTestApp();
    try {
      await setUp(first);
      await first.db('users').delete();
      const restarted = await startTestApp({}, first.database);
      // Another pool, hence a process that remembers nothing.
      for (const app of [first, restarted]) {
        expect(await isRequired(app)).to.deep.equal({ setup_required: false });
        await person(app).post(SETUP, ADMIN).expect(409);
      }
      await restarted.stop();
    } finally {
      await first.stop();
    }
  });
});
