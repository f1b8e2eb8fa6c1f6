import { expect } from 'chai';
import request from 'supertest';
import { apiMounts } from '../../../server/mounts.js';
import { routesOf } from '../../../server/http/methods.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, type Person } from '../../support/people.js';

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Headers as another site's page would make a browser send them. */
const FOREIGN: Record<string, string>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': '' },
  { 'Sec-Fetch-Site': 'Same-Origin' },
  { 'Sec-Fetch-Site': 'same-origin, cross-site' },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: '' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: 'OWN' },
];

describe('A state-changing request', () => {
  let app: TestApp;
  let admin: Person;
  let joe: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
  });
  after(() => app.stop());

  const own = () => app.url;
  const call = (method: string, path: string, headers: Record<string, string>) => {
    const test = request(app.url)[method.toLowerCase() as 'post'](path).set('Cookie', admin.cookie);
    for (const [name, value] of Object.entries(headers)) void test.set(name, value.replace('OWN', own()));
    return test;
  };
  /** Every unsafe route that there is, from the mount table itself. */
  const routes = () =>
    apiMounts(app.config).flatMap(({ path, router }) =>
      routesOf(router)
        .filter(({ method }) => (UNSAFE as readonly string[]).includes(method))
        .map((route) => ({ method: route.method, path: path + route.path.replace(':id', String(joe)) })),
    );

  /** They only read, but one leaves an event and a file, and the other holds on to a stream. */
  const TELLING = ['/api/users/export?format=csv', '/api/audit/export?format=jsonl', '/api/audit/stream'];

  for (const headers of FOREIGN) {
    it(`from ${JSON.stringify(headers)} begins no export and no stream either: 403 [W-01]`, async () => {
      const before = await app.db('auth_audit').count();
      for (const path of TELLING) expectError(await call('GET', path, headers), 403, 'cross_origin');
      expect(await app.db('auth_audit').count()).to.deep.equal(before);
    });

    it(`from ${JSON.stringify(headers)} is refused on every route: 403 [W-01, S-08]`, async () => {
      const before = await app.db('auth_audit').count();
      expect(routes().length).to.be.greaterThan(6);
      for (const { method, path } of routes()) {
        expectError(await call(method, path, headers), 403, 'cross_origin');
      }
      expect(await app.db('auth_audit').count()).to.deep.equal(before);
      expect((await admin.get(`/api/users/${joe}`)).status).to.equal(200);
    });
  }

  for (const method of UNSAFE) {
    it(`by ${method} to an address that is not there is refused first, too [W-01]`, async () => {
      const foreign = { 'Sec-Fetch-Site': 'cross-site' };
      for (const path of ['/api/nothing', '/api', '/api/audit', '/api/tenants']) {
        expectError(await call(method, path, foreign), 403, 'cross_origin');
      }
    });
  }

  const ours: Record<string, string>[] = [
    {},
    { 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'none' },
    { Origin: 'OWN' },
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'OWN' },
  ];
  for (const headers of ours) {
    it(`from ${JSON.stringify(headers)} is let through [W-01]`, async () => {
      expect((await call('PATCH', `/api/users/${joe}`, headers).send({ role: 'user' })).status).to.equal(200);
    });
  }

  const almost = [
    'http://localhost',
    'https://127.0.0.1',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'OWN.evil.example',
    'OWN/',
  ];
  for (const origin of almost) {
    it(`from ${origin}, which is almost one's own origin, is refused: 403 [W-01]`, async () => {
      expectError(await call('DELETE', `/api/users/${joe}`, { Origin: origin }), 403, 'cross_origin');
    });
  }

  it('is measured by Host: a forwarded host is not believed [W-01, Z-06]', async () => {
    const headers = {
      Origin: 'https://evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
    };
    expectError(await call('DELETE', `/api/users/${joe}`, headers), 403, 'cross_origin');
  });

  it('sees the address behind a listed proxy as one\u2019s own [W-01]', async () => {
    const proxied = await startTestApp({ TRUST_PROXY: '127.0.0.1' }, app.database);
    try {
      const headers = {
        'X-Forwarded-Host': 'clearview.example',
        'X-Forwarded-Proto': 'https',
        Cookie: admin.cookie,
      };
      const patch = (origin: string) =>
        request(proxied.url)
          .patch(`/api/users/${joe}`)
          .set(headers)
          .set('Origin', origin)
          .send({ role: 'user' });
      expect((await patch('https://clearview.example')).status).to.equal(200);
      expectError(await patch('http://clearview.example'), 403, 'cross_origin');
    } finally {
      await proxied.stop();
    }
  });

  it('is not needed for reading: GET from another site is answered, but not shown to its page [W-05]', async () => {
    const answer = await call('GET', '/api/users', {
      'Sec-Fetch-Site': 'cross-site',
      Origin: 'https://evil.example',
    });
    expect(answer.status).to.equal(200);
    expect(
      Object.keys(answer.headers as object).filter((name) => name.startsWith('access-control')),
    ).to.deep.equal([]);
    expect(answer.headers['cross-origin-resource-policy']).to.equal('same-origin');
  });

  it('gets no CORS by asking first [W-05]', async () => {
    for (const path of ['/api/users', '/api/auth/login', '/api/version', '/']) {
      const answer = await request(app.url)
        .options(path)
        .set({ Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' });
      expect(answer.status).to.be.greaterThan(400);
      expect(
        Object.keys(answer.headers as object).filter((n) => n.startsWith('access-control')),
      ).to.deep.equal([]);
    }
  });

  it('cannot sign anybody in from another site\u2019s form [S-08, F30]', async () => {
    const form = await request(app.url)
      .post('/api/auth/login')
      .set({ Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded' })
      .send(`username=joe&password=${PASSWORD}`);
    expectError(form, 403, 'cross_origin');
    expect(form.headers).not.to.have.property('set-cookie');
    expect(
      (await person(app).post('/api/auth/login', { username: 'joe', password: PASSWORD })).status,
    ).to.equal(200);
  });
});
