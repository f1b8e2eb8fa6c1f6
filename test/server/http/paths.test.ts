import { expect } from 'chai';
import request from 'supertest';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';
import { rawGet } from '../../support/raw-http.js';

/** Spellings of /api/users that a proxy, a router or a file system may take for the same. */
const SPELLINGS = [
  ...[
    '/api/users/',
    '/api/users//',
    '/api//users',
    '//api/users',
    '/api/./users',
    '/api/../api/users',
    '/./api/users',
  ],
  ...[
    '/API/users',
    '/Api/Users',
    '/api/Users',
    '/api/users%20',
    '/api/users%2f',
    '/api%2fusers',
    '/%61pi/users',
  ],
  ...[
    '/api/%75sers',
    '/api/users;a=b',
    '/api;/users',
    '/api/users%3b',
    '/api/users.json',
    '/api/users%00',
    '/api\\users',
  ],
  ...[
    '/api/users/%2e',
    '/api/tenants/../users',
    '/api/tenants/%2e%2e/users',
    '/api/auth/%2e%2e/users',
    '/api/users?',
    '/api/users#',
  ],
  ...[
    '/api/version/../users',
    '/login.html/../api/users',
    '/assets/../api/users',
    '/assets/..%2fapi/users',
    '/api/users/.',
  ],
  'http://localhost/api/users',
];

describe('The spelling of a path', () => {
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

  for (const target of SPELLINGS) {
    it(`${target} lets neither the anonymous nor a user see users [Z-05]`, async () => {
      for (const cookie of ['', joe.cookie]) {
        const answer = await rawGet(app.url, target, cookie === '' ? [] : [`Cookie: ${cookie}`]);
        expect(answer.status, answer.all.slice(0, 200)).to.be.oneOf([400, 401, 403, 404]);
        expect(answer.all).not.to.match(/"username"|is_active/);
        if (target.startsWith('/api/')) expectError(answer, answer.status);
      }
    });

    it(`${target} lets a user delete nobody [Z-05]`, async () => {
      const path = target.replace(/users/i, (name) => `${name}/1`);
      for (const method of ['DELETE', 'PATCH', 'POST']) {
        const answer = await rawGet(app.url, path, [`Cookie: ${joe.cookie}`, 'Content-Length: 0'], method);
        expect(answer.status).to.be.oneOf([400, 403, 404, 405]);
      }
      expect(await app.db('users')).to.have.length(2);
    });
  }

  const overrides: Record<string, string>[] = [
    { 'X-HTTP-Method-Override': 'DELETE' },
    { 'X-HTTP-Method': 'DELETE' },
    { 'X-Method-Override': 'DELETE' },
    { 'X-Original-URL': '/api/users', 'X-Rewrite-URL': '/api/users' },
    { 'X-Forwarded-Prefix': '/api/users', 'X-Forwarded-Path': '/api/users' },
  ];
  for (const headers of overrides) {
    it(`is not changed by ${JSON.stringify(headers)} [Z-06, R-29]`, async () => {
      const { body } = await request(app.url).get('/api/users/1').set('Cookie', admin.cookie).set(headers);
      expect(body).to.include({ id: 1, username: 'root' });
      expectError(await request(app.url).post('/api/users/1').set('Cookie', admin.cookie).set(headers), 405);
      expect((await request(app.url).get('/api/version').set(headers)).body).to.have.all.keys('version');
    });
  }

  it('is not changed by _method in the query or the body [Z-06, R-29]', async () => {
    expectError(await admin.post('/api/users/2?_method=DELETE', {}), 405);
    expectError(await admin.post('/api/users?_method=DELETE', { _method: 'DELETE' }), 422);
    expect(await app.db('users')).to.have.length(2);
  });

  const identities: Record<string, string>[] = [
    { Authorization: `Basic ${Buffer.from('root:CorrectHorse42').toString('base64')}` },
    { Authorization: 'Bearer ADMIN' },
    { 'X-User': 'root', 'X-User-Id': '1', 'X-Role': 'admin', 'X-Remote-User': 'root', 'Remote-User': 'root' },
    { 'X-Forwarded-User': 'root', 'X-Auth-Request-User': 'root', 'X-WEBAUTH-USER': 'root' },
    { 'X-Session': 'ADMIN', 'X-Clearview-Session': 'ADMIN' },
    { 'X-Forwarded-For': '127.0.0.1', 'X-Real-IP': '127.0.0.1' },
  ];
  for (const headers of identities) {
    it(`gives no identity by ${Object.keys(headers).join(', ')} [A-11, Z-06]`, async () => {
      const id = admin.cookie.split('=')[1] ?? '';
      const call = request(app.url).get(`/api/users?clearview_session=${id}`);
      for (const [name, value] of Object.entries(headers)) void call.set(name, value.replace('ADMIN', id));
      expectError(await call, 401, 'unauthenticated');
    });
  }

  it('of a sign-in takes nothing from the query [A-07]', async () => {
    const query = `username=joe&password=${PASSWORD}`;
    expectError(await person(app).get(`/api/auth/login?${query}`), 405);
    expectError(await person(app).post(`/api/auth/login?${query}`, {}), 422);
  });
});
