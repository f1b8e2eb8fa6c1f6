import { expect } from 'chai';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { sendRaw } from '../../support/raw-http.js';

type Headers = Record<string, string>;

/** Answers of every kind: what is asked, and the status it has. */
const ANSWERS: [string, string, number][] = [
  ['GET', '/api/version', 200],
  ['GET', '/api/auth/setup-required', 200],
  ['GET', '/api/users', 200],
  ['GET', '/api/audit', 200],
  ['GET', '/api/users/99999', 404],
  ['GET', '/api/nothing', 404],
  ['GET', '/api/users?foo=1', 422],
  ['PUT', '/api/users', 405],
  ['POST', '/api/users', 422],
  ['HEAD', '/api/users', 200],
  ['GET', '/healthz', 200],
  ['GET', '/readyz', 200],
  ['GET', '/', 200],
  ['GET', '/login.html', 200],
  ['GET', '/setup.html', 302],
  ['GET', '/admin/', 200],
  ['GET', '/nothing', 404],
  ['GET', '/assets/nothing.js', 404],
  ['GET', '/assets/%', 400],
  ['GET', '/favicon.svg', 200],
  ['POST', '/', 405],
];

describe('The headers of an answer', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });
  after(() => app.stop());

  const ask = (method: string, path: string) =>
    request(app.url)[method.toLowerCase() as 'get'](path).set('Cookie', admin.cookie).redirects(0);

  function expectGuarded(headers: Headers): void {
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).to.match(/default-src '(none|self)'/);
    expect(policy).to.include("frame-ancestors 'none'");
    expect(policy).not.to.match(/unsafe-inline|unsafe-eval|https?:|\*/);
    expect(headers['x-content-type-options']).to.equal('nosniff');
    expect(headers['referrer-policy']).to.be.oneOf(['no-referrer', 'same-origin', 'strict-origin']);
    expect(headers['cross-origin-opener-policy']).to.equal('same-origin');
    expect(headers['cross-origin-resource-policy']).to.equal('same-origin');
    expect(headers['x-frame-options']).to.match(/^DENY$/i);
    expect(headers['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
    for (const name of ['x-powered-by', 'server', 'via', 'etag-version', 'access-control-allow-origin']) {
      expect(headers).not.to.have.property(name);
    }
    expect(JSON.stringify(headers)).not.to.match(/express|node\.?js\/|v?20\.\d+/i);
  }

  for (const [method, path, status] of ANSWERS) {
    it(`guard the browser at ${method} ${path} (${status}) [W-05, W-06, W-08]`, async () => {
      const answer = await ask(method, path);
      expect(answer.status).to.equal(status);
      expectGuarded(answer.headers);
    });
  }

  it('guard the browser when a request cannot be read at all [W-06]', async () => {
    for (const bytes of [
      'nonsense\r\n\r\n',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'GET / HTTP/1.1\r\n\r\n',
    ]) {
      const answer = await sendRaw(app.url, bytes);
      expect(answer.status).to.be.oneOf([400, 414, 431]);
      expectGuarded(answer.headers);
      expect(answer.headers['cache-control']).to.equal(bytes.startsWith('GET / ') ? undefined : 'no-store');
    }
  });

  it('allow pages no inline script, no object, no foreign base and no foreign form [W-06, F8]', async () => {
    const policy = String((await ask('GET', '/login.html')).headers['content-security-policy']);
    const directives = Object.fromEntries(
      policy.split(';').map((part) => [part.trim().split(' ')[0], part.trim().split(' ').slice(1).join(' ')]),
    );
    expect(directives['script-src'] ?? directives['default-src']).to.equal("'self'");
    expect(directives['base-uri']).to.equal("'none'");
    expect(directives['object-src']).to.equal("'none'");
    expect(directives['form-action']).to.be.oneOf(["'self'", "'none'"]);
    expect(directives['connect-src'] ?? directives['default-src']).to.equal("'self'");
  });

  for (const [method, path] of ANSWERS.filter(([, path]) => path.startsWith('/api'))) {
    it(`keep ${method} ${path} out of every cache, as JSON in UTF-8 [W-07, W-12]`, async () => {
      const { headers } = await ask(method, path);
      expect(headers['cache-control']).to.equal('no-store');
      expect(headers['content-type']).to.equal('application/json; charset=utf-8');
      expect(headers).not.to.have.property('etag');
    });
  }

  for (const path of [
    '/api/users/x.css',
    '/api/auth/me/logo.png',
    '/api/auth/me%2fx.css',
    '/api/auth/me;x.js',
    '/api/auth/me%00.css',
  ]) {
    it(`keep what a cache may take for a file (${path}) out of it, too [W-12]`, async () => {
      const answer = await ask('GET', path);
      expect(answer.status).to.be.oneOf([400, 404]);
      expect(answer.headers['cache-control'] ?? '').to.match(/^(no-store)?$/);
      expect(answer.text).not.to.include('"root"');
    });
  }

  it('ask for HTTPS only over HTTPS [W-06]', async () => {
    expect((await ask('GET', '/api/version')).headers).not.to.have.property('strict-transport-security');
    const forged = await ask('GET', '/api/version').set('X-Forwarded-Proto', 'https');
    expect(forged.headers).not.to.have.property('strict-transport-security');
    const proxied = await startTestApp({ TRUST_PROXY: '127.0.0.1' }, app.database);
    try {
      const answer = await request(proxied.url).get('/login.html').set('X-Forwarded-Proto', 'https');
      expect(answer.headers['strict-transport-security']).to.match(/max-age=(31536000|[4-9]\d{7,})/);
    } finally {
      await proxied.stop();
    }
  });

  it('set a cookie on signing in only, and nothing else that is named after us', async () => {
    for (const [method, path] of ANSWERS) {
      expect((await ask(method, path)).headers).not.to.have.property('set-cookie');
    }
    expect((await signIn(app, 'joe')).cookie).to.match(/^clearview_session=[0-9a-f]{32}$/);
  });

  it('hold no line of the client\u2019s: nothing splits the answer [W-13]', async () => {
    for (const target of [
      '/?a=%0d%0aX-Evil:%201',
      '/tenants?%0d%0aSet-Cookie:%20a=b',
      '/nothing%0d%0aX-Evil:1',
    ]) {
      const answer = await sendRaw(app.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer.headers).not.to.have.any.keys('x-evil', 'set-cookie');
    }
  });
});
