import { expect } from 'chai';
import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../../server/app.js';
import { errorHandler } from '../../../server/http/error-handler.js';
import { requestContext } from '../../../server/http/request-context.js';
import { requestLog } from '../../../server/http/request-log.js';
import { securityHeaders } from '../../../server/http/security-headers.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

describe('Errors', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });
  after(() => app.stop());

  const form = 'have one form: a sentence, a code, and the request\u2019s id [I-09]';

  it(`${form}: 400, a rule that is broken`, async () => {
    expectError(await admin.post('/api/users', { username: 'x', password: 'weak' }), 400, 'weak_password');
  });
  it(`${form}: 401`, async () => {
    expectError(await person(app).get('/api/users'), 401, 'unauthenticated');
  });
  it(`${form}: 403`, async () => {
    expectError(await (await signIn(app, 'joe')).get('/api/users'), 403, 'forbidden');
  });
  it(`${form}: 404, a record and an address`, async () => {
    expectError(await admin.get('/api/users/99999'), 404, 'not_found');
    for (const path of [
      '/api',
      '/api/',
      '/api/nothing',
      '/api/users/1/nothing',
      '/api/users/1/reset-password/x',
      '/api/auth/nothing',
    ]) {
      expectError(await admin.get(path), 404, 'not_found');
    }
  });
  it(`${form}: 409`, async () => {
    expectError(
      await admin.post('/api/users', { username: 'joe', password: PASSWORD }),
      409,
      'username_taken',
    );
  });
  it(`${form}: 422`, async () => {
    expectError(await admin.post('/api/users', {}), 422, 'invalid');
  });
  it(`${form}: 429, with Retry-After`, async function () {
    this.timeout(30_000);
    let answer = await admin.get('/api/version');
    for (let n = 0; n < 21; n++) {
      answer = await person(app).post('/api/auth/login', { username: 'guessed', password: 'x' });
    }
    expectError(answer, 429, 'too_many_attempts');
    expect(Number(answer.headers['retry-after'])).to.be.within(1, 900);
  });

  const allowed: Record<string, [string[], string]> = {
    '/api/users': [['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'], 'GET, HEAD, POST'],
    '/api/users/1': [['PUT', 'POST', 'OPTIONS', 'TRACE'], 'DELETE, GET, HEAD, PATCH'],
    '/api/users/1/reset-password': [['GET', 'PUT', 'PATCH', 'DELETE'], 'POST'],
    '/api/audit': [['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, HEAD'],
    '/api/auth/login': [['GET', 'PUT', 'DELETE', 'HEAD'], 'POST'],
    '/api/auth/logout': [['GET', 'PUT'], 'POST'],
    '/api/auth/setup': [['GET', 'PUT'], 'POST'],
    '/api/auth/setup-required': [['POST', 'DELETE'], 'GET, HEAD'],
    '/api/auth/me': [['POST', 'PATCH', 'DELETE'], 'GET, HEAD'],
    '/api/version': [['POST', 'PURGE', 'PROPFIND', 'TRACE'], 'GET, HEAD'],
    '/api/tenants': [['PUT', 'DELETE'], 'GET, HEAD, POST'],
    '/healthz': [['POST', 'DELETE'], 'GET, HEAD'],
    '/readyz': [['POST'], 'GET, HEAD'],
    '/': [['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'], 'GET, HEAD'],
    '/login.html': [['POST'], 'GET, HEAD'],
    '/admin/': [['POST'], 'GET, HEAD'],
  };
  for (const [path, [methods, allow]] of Object.entries(allowed)) {
    it(`405 with Allow: ${allow} for other methods of ${path} [I-14]`, async () => {
      for (const method of methods) {
        const call = request(app.url)[method.toLowerCase() as 'post'](path).set('Cookie', admin.cookie);
        const answer = await call;
        expect(answer.status, method).to.equal(405);
        if (method !== 'HEAD') expectError(answer, 405, 'method_not_allowed');
        expect(answer.headers.allow?.split(', ').sort().join(', ')).to.equal(allow);
      }
    });
  }

  it('are the same for HEAD, without the body', async () => {
    for (const [path, status] of [
      ['/api/users', 401],
      ['/nothing', 404],
      ['/api/auth/login', 405],
    ] as const) {
      const answer = await request(app.url).head(path);
      expect(answer.status).to.equal(status);
      expect(answer.headers).to.have.property('x-request-id');
      expect(answer.text ?? '').to.equal('');
    }
  });

  it('carry an id that is new each time, never the client\u2019s', async () => {
    const given = '00000000-1111-2222-3333-444444444444';
    const ids = await Promise.all(
      ['/api/version', '/api/users', '/', '/nothing', '/login.html'].map(async (path) => {
        const answer = await request(app.url).get(path).set('X-Request-Id', given).set('Request-Id', given);
        return String(answer.headers['x-request-id']);
      }),
    );
    expect(new Set(ids).size).to.equal(5);
    expect(ids).not.to.include(given);
  });
});

describe('A defect in a handler', () => {
  /** The middleware of the application around routes that throw, and what they log. */
  function brokenApp(app: TestApp) {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const deps = { ...app.deps, logger };
    const broken = express();
    broken.use(requestLog(deps), requestContext(deps), securityHeaders);
    const cause = () => new Error('secret cause postgres://u:p@host/db');
    broken.get('/throws', () => {
      throw cause();
    });
    broken.get('/rejects', () => Promise.reject(cause()));
    broken.get('/string', () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a careless library does
      throw 'secret cause';
    });
    broken.get('/nothing', (_req, _res, next) => next(Object.assign(cause(), { status: 503 })));
    broken.get('/late', (_req, res) => {
      res.write('half an answer');
      throw cause();
    });
    broken.use(errorHandler);
    return { broken, lines };
  }

  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  for (const path of ['/throws', '/rejects', '/string', '/nothing']) {
    it(`is answered 500 without its cause, and logged with the request's id: ${path} [R-33, G-13]`, async () => {
      const { broken, lines } = brokenApp(app);
      const answer = await request(broken).get(path);
      expectError(answer, 500, 'internal');
      expect(answer.text).not.to.match(/secret|postgres/);
      const id = String(answer.headers['x-request-id']);
      const logged = lines.filter((line) => line.includes(id));
      expect(logged.join('\n')).to.include('"level"');
      expect(logged.length).to.be.greaterThan(0);
      for (const line of lines) expect(() => JSON.parse(line) as unknown).not.to.throw();
    });
  }

  it('after half an answer ends the connection, and nothing else [R-33]', async () => {
    const { broken } = brokenApp(app);
    const failure = await request(broken)
      .get('/late')
      .then(
        () => 'answered',
        () => 'cut off',
      );
    expect(failure).to.equal('cut off');
    expectError(await request(broken).get('/throws'), 500, 'internal');
  });

  it('of the database is answered 500 by the real application, which goes on [R-33, I-09]', async () => {
    const logged: string[] = [];
    const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
    const real = createApp({ ...app.deps, logger }, () => Promise.resolve(true));
    await app.db.raw('alter table setup_state rename to setup_gone');
    try {
      const answer = await request(real).get('/api/auth/setup-required');
      expectError(answer, 500, 'internal');
      expect(answer.text).not.to.include('setup_state');
      expect(logged.join('')).to.include(String(answer.headers['x-request-id']));
    } finally {
      await app.db.raw('alter table setup_gone rename to setup_state');
    }
    expect((await request(real).get('/api/auth/setup-required')).body).to.deep.equal({
      setup_required: true,
    });
  });
});
