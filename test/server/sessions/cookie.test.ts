import { expect } from 'chai';
import request from 'supertest';
import { readConfig } from '../../../server/config.js';
import { closeServer, createHttpServer, listen } from '../../../server/http/listen.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { quickGate } from '../../support/hash-gates.js';
import { ADMIN, cookieOf, person, setUp } from '../../support/people.js';

const login = (app: TestApp, body: object = {}, headers: Record<string, string> = {}) =>
  request(app.url)
    .post('/api/auth/login')
    .set(headers)
    .send({ ...ADMIN, ...body });

/** The attributes of the session cookie that a sign-in sets, in lower case, but for the dates. */
async function attributes(...given: Parameters<typeof login>): Promise<string[]> {
  const answer = await login(...given).expect(200);
  const cookies = answer.headers['set-cookie'] as unknown as string[];
  // The other is what the browser is recognised by.
  expect(cookies.map((cookie) => cookie.split('=', 1)[0])).to.deep.equal([
    'clearview_session',
    'clearview_browser',
  ]);
  const [, ...rest] = (cookies[0] ?? '').toLowerCase().split('; ');
  return rest.filter((part) => !part.startsWith('expires=')).sort();
}

describe('The session cookie', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    await setUp(app);
  });
  after(() => app.stop());

  it('is HttpOnly, SameSite=Lax, for the whole site, without Domain, for 8 hours [N-01]', async () => {
    expect(await attributes(app)).to.deep.equal(['httponly', 'max-age=28800', 'path=/', 'samesite=lax']);
  });

  it('lives 30 days with remember, and 8 hours when remember is false [N-01]', async () => {
    expect(await attributes(app, { remember: true })).to.include('max-age=2592000');
    expect(await attributes(app, { remember: false })).to.include('max-age=28800');
  });

  it('holds 32 hexadecimal characters that differ in every part from one to the next [N-02]', async () => {
    const tokens = [];
    for (let n = 0; n < 40; n += 1) tokens.push(cookieOf(await login(app).expect(200)).split('=')[1] ?? '');
    for (const token of tokens) expect(token).to.match(/^[0-9a-f]{32}$/);
    expect(new Set(tokens).size).to.equal(40);
    // In each of the 32 places several characters occur: no version digit of a UUID, no clock, no counter.
    for (let place = 0; place < 32; place += 1) {
      expect(new Set(tokens.map((token) => token[place])).size, `place ${place}`).to.be.greaterThan(5);
    }
  });

  it('does without Secure for http from loopback only, whatever a client claims in headers', async () => {
    for (const headers of [
      { 'X-Forwarded-Proto': 'https' },
      { 'X-Forwarded-For': '192.0.2.1' },
      { Forwarded: 'proto=https' },
    ] as Record<string, string>[]) {
      expect(await attributes(app, {}, headers)).not.to.include('secure');
    }
  });

  it('is cleared with the same attributes that it was set with [N-05]', async () => {
    const answer = await person(app).post('/api/auth/logout', {}).expect(200);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).to.match(/^clearview_session=; /);
    expect(cookie).to.include('Path=/').and.include('HttpOnly').and.include('SameSite=Lax');
    expect(cookie).to.match(/Expires=Thu, 01 Jan 1970|Max-Age=0/);
  });
});

describe('Whether the session cookie is Secure', () => {
  const HTTPS = { 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Proto': 'https' };
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    await setUp(app);
  });
  after(() => app.stop());

  /** Another process with these settings on the same database. */
  async function secureWith(env: Record<string, string>, headers: Record<string, string>): Promise<boolean> {
    const other = await startTestApp(env, app.database);
    other.deps.hashing = quickGate();
    try {
      return (await attributes(other, {}, headers)).includes('secure');
    } finally {
      await other.stop();
    }
  }

  for (const [what, env, headers, expected] of [
    ['COOKIE_SECURE=true', { COOKIE_SECURE: 'true' }, {}, true],
    ['COOKIE_SECURE=false', { COOKIE_SECURE: 'false' }, {}, false],
    ['COOKIE_SECURE=false and https', { COOKIE_SECURE: 'false', TRUST_PROXY: '127.0.0.1' }, HTTPS, false],
    ['https before a trusted proxy', { TRUST_PROXY: '127.0.0.1' }, HTTPS, true],
    ['http before a trusted proxy', { TRUST_PROXY: '127.0.0.1' }, { 'X-Forwarded-For': '192.0.2.1' }, true],
    ['http from loopback before a proxy', { TRUST_PROXY: '127.0.0.1' }, { 'X-Forwarded-For': '::1' }, true],
    [
      'https told by a proxy without an address',
      { TRUST_PROXY: '127.0.0.1' },
      { 'X-Forwarded-Proto': 'https' },
      true,
    ],
    ['https told by somebody who is no trusted proxy', { TRUST_PROXY: '10.0.0.0/8' }, HTTPS, false],
    ['no header although a proxy is trusted', { TRUST_PROXY: '127.0.0.1' }, {}, false],
  ] as [string, Record<string, string>, Record<string, string>, boolean][]) {
    it(`is ${expected} for ${what} [N-01]`, async () => {
      expect(await secureWith(env, headers)).to.equal(expected);
    });
  }

  it('is false over IPv6 loopback and true for a peer of another address [N-01]', async function () {
    for (const [peer, expected] of [
      ['::1', false],
      ['::ffff:127.0.0.1', false],
      ['127.9.9.9', false],
      ['192.0.2.1', true],
      ['::ffff:192.0.2.1', true],
      ['fe80::1%eth0', true],
    ] as const) {
      // What the peer's address is cannot be had otherwise on one machine.
      const server = createHttpServer((req, res) => {
        Object.defineProperty(req.socket, 'remoteAddress', { value: peer, configurable: true });
        app.app(req, res);
      });
      const { port } = await listen(server, 0, readConfig({}).host);
      const answer = await request(`http://127.0.0.1:${port}`)
        .post('/api/auth/login')
        .send(ADMIN)
        .expect(200);
      await closeServer(server, 100);
      expect(/; Secure/.test(String(answer.headers['set-cookie'])), peer).to.equal(expected);
    }
  });
});
