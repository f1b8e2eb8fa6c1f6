import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { createDatabase } from '../../../db/knex.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createTestDatabase } from '../../support/database.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';
import { rawGet } from '../../support/raw-http.js';

const SHELL = [
  '/',
  '/tenants',
  '/tenants/1',
  '/tenants/1/report',
  '/jobs',
  '/onboarding',
  '/onboarding/new',
  '/onboarding/1',
  '/account',
  '/account/security',
  '/account/tokens',
  '/account/tokens/new',
  '/account/activity',
];

const get = (app: TestApp, path: string, cookie = ''): PromiseLike<Response> => {
  const call = request(app.url).get(path).redirects(0);
  return cookie === '' ? call : call.set('Cookie', cookie);
};

function expectRedirect(answer: Response, to: string): void {
  expect(answer.status).to.be.oneOf([302, 303, 307]);
  expect(answer.headers.location).to.equal(to);
  expect(answer.headers['cache-control']).to.equal('no-store');
}

function expectPage(answer: Response, status = 200): void {
  expect(answer.status, answer.headers.location).to.equal(status);
  expect(answer.headers['content-type']).to.equal('text/html; charset=utf-8');
  expect(answer.headers['cache-control']).to.equal('no-store');
  expect(answer.headers).not.to.have.property('etag');
  expect(answer.text).to.match(/^<!doctype html>/i);
}

describe('Pages of a fresh Clearview', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  for (const path of SHELL) {
    it(`${path} sends everybody to the setup`, async () => {
      expectRedirect(await get(app, path), '/setup.html');
      expectRedirect(await get(app, path, `clearview_session=${'a'.repeat(32)}`), '/setup.html');
    });
  }
  for (const path of ['/setup.html', '/login.html', '/password.html', '/required.html', '/admin/']) {
    it(`${path} is shown`, async () => expectPage(await get(app, path)));
  }
});

describe('Pages once Clearview is set up', () => {
  let app: TestApp;
  let admin: Person;
  let joe: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  it('/ sends the anonymous to sign in', async () => expectRedirect(await get(app, '/'), '/login.html'));

  for (const path of SHELL.slice(1)) {
    it(`${path} sends the anonymous to sign in and back`, async () => {
      expectRedirect(await get(app, path), `/login.html?next=${encodeURIComponent(path)}`);
    });
  }

  for (const path of SHELL) {
    it(`${path} is shown to whoever is signed in, HEAD too`, async () => {
      for (const { cookie } of [admin, joe]) expectPage(await get(app, path, cookie));
      const head = await request(app.url).head(path).set('Cookie', joe.cookie).redirects(0);
      expect(head.status).to.equal(200);
    });

    it(`${path} sends whoever was signed out, or forged a cookie, to sign in`, async () => {
      const leaver = await signIn(app, 'joe');
      await leaver.post('/api/auth/logout');
      for (const cookie of [
        leaver.cookie,
        `clearview_session=${'f'.repeat(32)}`,
        'clearview_session=%00',
        'a=b',
      ]) {
        expect((await get(app, path, cookie)).headers.location).to.match(/^\/login\.html/);
      }
    });
  }

  it('whoever has a password to change first is sent to do so, and back', async () => {
    const id = await createUser(admin, 'ann');
    const ann = await signIn(app, 'ann');
    await app.db('users').where({ id }).update({ must_change_password: true });
    expectRedirect(await get(app, '/', ann.cookie), '/required.html');
    for (const path of SHELL.slice(1)) {
      const to = `/required.html?next=${encodeURIComponent(path)}`;
      expectRedirect(await get(app, path, ann.cookie), to);
    }
    expectPage(await get(app, '/required.html', ann.cookie));
    await app.db('users').where({ id }).update({ must_change_password: false });
    expectPage(await get(app, '/tenants', ann.cookie));
  });

  it('/setup.html sends to the sign-in, signed in or not', async () => {
    expectRedirect(await get(app, '/setup.html'), '/login.html');
    expectRedirect(await get(app, '/setup.html', admin.cookie), '/login.html');
  });

  for (const path of [
    '/login.html',
    '/password.html',
    '/required.html',
    '/admin',
    '/admin/',
    '/admin/users',
    '/admin/users/7/show',
  ]) {
    it(`${path} is shown to everybody; it holds no data`, async () => {
      const anonymous = await get(app, path);
      expectPage(anonymous);
      expect((await get(app, path, admin.cookie)).text).to.equal(anonymous.text);
    });
  }

  for (const path of [
    '/nothing',
    '/nothing.html',
    '/tenants/',
    '/tenants/1/nothing',
    '/Tenants',
    '/login.htm',
    '/LOGIN.HTML',
    '/index.html',
    '/setup',
    '/api-docs',
    '/docs',
    '/openapi.json',
    '/redoc',
    '/metrics',
    '/admin/nothing.js',
  ]) {
    it(`${path} is a page that says it is not there: 404`, async () => {
      for (const cookie of ['', joe.cookie]) {
        const answer = await get(app, path, cookie);
        expectPage(answer, 404);
        expect(answer.text).to.match(/not found/i);
      }
    });
  }

  const nexts: Record<string, string> = {
    '/tenants?sort=name&page=2': '/tenants?sort=name&page=2',
    '/?next=https://evil.example/': '/?next=https://evil.example/',
    '/tenants?a=%2f%2fevil.example': '/tenants?a=%2f%2fevil.example',
  };
  for (const [path, next] of Object.entries(nexts)) {
    it(`next keeps the own path ${path}, as one value [W-13]`, async () => {
      const { location } = (await get(app, path)).headers;
      const url = new URL(String(location), app.url);
      expect(url.origin + url.pathname).to.equal(`${app.url}/login.html`);
      expect([...url.searchParams]).to.deep.equal([['next', next]]);
    });
  }

  const foreign = [
    ...[
      '//evil.example',
      '//evil.example/',
      '///evil.example',
      '/\\evil.example',
      '/%5cevil.example',
      '/%2f%2fevil.example',
    ],
    ...[
      'http://evil.example/',
      'http://evil.example/tenants',
      'https://evil.example/jobs?a=b',
      '/.//evil.example',
    ],
  ];
  for (const target of foreign) {
    it(`${target} redirects to nobody else's address, nor asks for it as next [W-13]`, async () => {
      const answer = await rawGet(app.url, target);
      expect(answer.status).to.be.oneOf([302, 400, 404]);
      expect(answer.headers.location ?? '').to.match(/^(\/login\.html)?$/);
    });
  }

  it('a Host header of another name changes no redirect [W-13]', async () => {
    const answer = await request(app.url)
      .get('/')
      .set('Host', 'evil.example')
      .set('X-Forwarded-Host', 'evil.example')
      .redirects(0);
    expect(answer.headers.location).to.equal('/login.html');
  });
});

describe('Pages while the database is away', () => {
  let app: TestApp;
  before(async () => {
    const database = await createTestDatabase();
    await database.drop();
    const connection = { host: '/nonexistent', port: 1, user: 'nobody', database: 'nothing' };
    const db = createDatabase(connection);
    app = await startTestApp({}, { ...database, connection, db, drop: () => db.destroy() });
  });
  after(async () => {
    await app.stop();
    await app.database.drop();
  });

  const cookie = `clearview_session=${'a'.repeat(32)}`;

  for (const path of [
    ...SHELL,
    '/setup.html',
    '/login.html',
    '/password.html',
    '/required.html',
    '/admin/',
  ]) {
    it(`${path} is shown within 3 s and redirects nowhere [R-15]`, async () => {
      const begun = Date.now();
      expectPage(await get(app, path));
      expectPage(await get(app, path, cookie));
      expect(Date.now() - begun).to.be.lessThan(6000);
    });
  }

  it('a page that is not there is still 404', async () => expectPage(await get(app, '/nothing'), 404));

  for (const path of ['/api/auth/setup-required', '/api/auth/me', '/api/users', '/api/nothing', '/readyz']) {
    it(`${path} answers 503 with Retry-After, neither 401 nor "setup required" [R-15]`, async () => {
      const answer = await person(app, cookie).get(path);
      expectError(answer, 503);
      expect(Number(answer.headers['retry-after'])).to.be.within(1, 60);
    });
  }

  it('signing in and the setup answer 503', async () => {
    const body = { username: 'root', password: 'CorrectHorse42' };
    for (const path of ['/api/auth/login', '/api/auth/setup']) {
      expectError(await person(app).post(path, body), 503, 'database_unavailable');
    }
  });

  it('/healthz and /api/version need none', async () => {
    for (const path of ['/healthz', '/api/version']) expect((await get(app, path)).status).to.equal(200);
  });
});
