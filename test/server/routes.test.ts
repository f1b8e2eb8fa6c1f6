/** Every route of the application as anonymous, user, admin, and as an administrator's token with and without its scope. A route that is missing here fails. */
import { expect } from 'chai';
import request from 'supertest';
import { SCOPES } from '../../server/core/context.js';
import { apiMounts } from '../../server/mounts.js';
import { routesOf } from '../../server/http/methods.js';
import { expectError } from '../support/answers.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { watch } from '../support/event-stream.js';
import { ADMIN, createUser, setUp, signIn, type Person } from '../support/people.js';
import { makeToken } from '../support/tokens.js';

const WHO = ['anonymous', 'user', 'admin', 'token', 'narrow'] as const;

/** `token` has every scope, `narrow` every one but what the route needs. */
type Who = (typeof WHO)[number];
type Answered = Pick<request.Response, 'status' | 'body' | 'headers'>;

/** Method and path, then the status for each; `:id` stands for a record that does not exist. */
const TABLE: Record<string, Record<Who, number>> = {
  'GET /api/version': { anonymous: 200, user: 200, admin: 200, token: 200, narrow: 200 },
  'GET /api/auth/setup-required': { anonymous: 200, user: 200, admin: 200, token: 200, narrow: 200 },
  'POST /api/auth/setup': { anonymous: 409, user: 409, admin: 409, token: 409, narrow: 409 },
  'POST /api/auth/login': { anonymous: 422, user: 422, admin: 422, token: 422, narrow: 422 },
  'POST /api/auth/login/second-factor': { anonymous: 422, user: 422, admin: 422, token: 422, narrow: 422 },
  'POST /api/auth/passkey/options': { anonymous: 400, user: 400, admin: 400, token: 400, narrow: 400 },
  'POST /api/auth/passkey': { anonymous: 422, user: 422, admin: 422, token: 422, narrow: 422 },
  'GET /api/auth/reauthenticate': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'POST /api/auth/reauthenticate': { anonymous: 401, user: 422, admin: 422, token: 403, narrow: 403 },
  'GET /api/auth/second-factor': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'POST /api/auth/second-factor/totp': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'POST /api/auth/second-factor/totp/confirm': {
    anonymous: 401,
    user: 422,
    admin: 422,
    token: 403,
    narrow: 403,
  },
  'DELETE /api/auth/second-factor/totp': { anonymous: 401, user: 404, admin: 404, token: 403, narrow: 403 },
  'POST /api/auth/second-factor/recovery-codes': {
    anonymous: 401,
    user: 400,
    admin: 400,
    token: 403,
    narrow: 403,
  },
  'POST /api/auth/passkeys/options': { anonymous: 401, user: 400, admin: 400, token: 403, narrow: 403 },
  'POST /api/auth/passkeys': { anonymous: 401, user: 422, admin: 422, token: 403, narrow: 403 },
  'PATCH /api/auth/passkeys/:id': { anonymous: 401, user: 422, admin: 422, token: 403, narrow: 403 },
  'DELETE /api/auth/passkeys/:id': { anonymous: 401, user: 404, admin: 404, token: 403, narrow: 403 },
  'DELETE /api/users/:id/second-factor': { anonymous: 401, user: 403, admin: 404, token: 403, narrow: 403 },
  'GET /api/auth/me': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 200 },
  'POST /api/auth/link': { anonymous: 422, user: 422, admin: 422, token: 422, narrow: 422 },
  'POST /api/auth/link/password': { anonymous: 422, user: 422, admin: 422, token: 422, narrow: 422 },
  'POST /api/auth/password': { anonymous: 401, user: 422, admin: 422, token: 403, narrow: 403 },
  'GET /api/auth/sessions': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'DELETE /api/auth/sessions': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'DELETE /api/auth/sessions/:id': { anonymous: 401, user: 404, admin: 404, token: 403, narrow: 403 },
  'GET /api/auth/activity': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'GET /api/auth/notices': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'DELETE /api/auth/notices': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'DELETE /api/auth/notices/:id': { anonymous: 401, user: 404, admin: 404, token: 403, narrow: 403 },
  'GET /api/overview': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 403 },
  'GET /api/tenants': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 403 },
  'POST /api/tenants': { anonymous: 401, user: 422, admin: 422, token: 422, narrow: 403 },
  'GET /api/tenants/:id': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'PATCH /api/tenants/:id': { anonymous: 401, user: 422, admin: 422, token: 422, narrow: 403 },
  'DELETE /api/tenants/:id': { anonymous: 401, user: 403, admin: 422, token: 422, narrow: 403 },
  'GET /api/tenants/:id/scores': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'GET /api/tenants/:id/report': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'GET /api/tenants/:id/report/export': { anonymous: 401, user: 422, admin: 422, token: 422, narrow: 403 },
  'GET /api/jobs': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 403 },
  'POST /api/jobs': { anonymous: 401, user: 422, admin: 422, token: 422, narrow: 403 },
  'GET /api/jobs/stream': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 403 },
  'GET /api/jobs/:id': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'GET /api/jobs/:id/findings': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'POST /api/jobs/:id/cancel': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'POST /api/jobs/:id/retry': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'GET /api/onboarding': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 403 },
  'GET /api/onboarding/:id': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'POST /api/onboarding/:id/check': { anonymous: 401, user: 404, admin: 404, token: 404, narrow: 403 },
  'POST /api/onboarding/:id/waive': { anonymous: 401, user: 403, admin: 422, token: 422, narrow: 403 },
  'GET /api/checks': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 403 },
  'GET /api/users': { anonymous: 401, user: 403, admin: 200, token: 200, narrow: 403 },
  'POST /api/users': { anonymous: 401, user: 403, admin: 422, token: 422, narrow: 403 },
  'GET /api/users/export': { anonymous: 401, user: 403, admin: 422, token: 422, narrow: 403 },
  'POST /api/users/bulk': { anonymous: 401, user: 403, admin: 422, token: 422, narrow: 403 },
  'GET /api/users/:id': { anonymous: 401, user: 403, admin: 404, token: 404, narrow: 403 },
  'PATCH /api/users/:id': { anonymous: 401, user: 403, admin: 422, token: 422, narrow: 403 },
  'DELETE /api/users/:id': { anonymous: 401, user: 403, admin: 404, token: 404, narrow: 403 },
  'POST /api/users/:id/reset-password': { anonymous: 401, user: 403, admin: 422, token: 403, narrow: 403 },
  'POST /api/users/:id/password-link': { anonymous: 401, user: 403, admin: 404, token: 403, narrow: 403 },
  'POST /api/users/:id/revoke-sessions': { anonymous: 401, user: 403, admin: 404, token: 404, narrow: 403 },
  'GET /api/users/:id/tokens': { anonymous: 401, user: 403, admin: 404, token: 404, narrow: 403 },
  'DELETE /api/users/:id/tokens': { anonymous: 401, user: 403, admin: 404, token: 404, narrow: 403 },
  'DELETE /api/users/:id/tokens/:token_id': {
    anonymous: 401,
    user: 403,
    admin: 404,
    token: 404,
    narrow: 403,
  },
  'GET /api/tokens': { anonymous: 401, user: 200, admin: 200, token: 403, narrow: 403 },
  'POST /api/tokens': { anonymous: 401, user: 422, admin: 422, token: 403, narrow: 403 },
  'DELETE /api/tokens/:id': { anonymous: 401, user: 404, admin: 404, token: 403, narrow: 403 },
  'POST /api/tokens/leaked': { anonymous: 422, user: 422, admin: 422, token: 422, narrow: 422 },
  'GET /api/sessions': { anonymous: 401, user: 403, admin: 200, token: 200, narrow: 403 },
  'DELETE /api/sessions/:id': { anonymous: 401, user: 403, admin: 404, token: 404, narrow: 403 },
  'GET /api/audit': { anonymous: 401, user: 403, admin: 200, token: 200, narrow: 403 },
  'GET /api/audit/export': { anonymous: 401, user: 403, admin: 422, token: 422, narrow: 403 },
  'GET /api/audit/stream': { anonymous: 401, user: 403, admin: 200, token: 200, narrow: 403 },
  'GET /api/docs': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 200 },
  'GET /api/openapi.json': { anonymous: 401, user: 200, admin: 200, token: 200, narrow: 200 },
  'GET /api/settings': { anonymous: 401, user: 403, admin: 200, token: 403, narrow: 403 },
  'PATCH /api/settings': { anonymous: 401, user: 403, admin: 422, token: 403, narrow: 403 },
  'GET /api/stats/accounts': { anonymous: 401, user: 403, admin: 200, token: 200, narrow: 403 },
  'GET /api/stats/sign-ins': { anonymous: 401, user: 403, admin: 200, token: 200, narrow: 403 },
  'GET /api/stats/attacks': { anonymous: 401, user: 403, admin: 200, token: 200, narrow: 403 },
  // Last, as they end what asks.
  'DELETE /api/tokens/current': { anonymous: 401, user: 400, admin: 400, token: 200, narrow: 200 },
  'POST /api/auth/logout': { anonymous: 200, user: 200, admin: 200, token: 200, narrow: 200 },
};

/** What never ends by itself. */
const STREAMS = ['/api/audit/stream', '/api/jobs/stream'];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

describe('Every route and its gate', () => {
  let app: TestApp;
  const cookies = { anonymous: '', user: '', admin: '' };
  /** By what they cannot do; '' can do all. */
  const tokens = new Map<string, string>();

  before(async () => {
    app = await startTestApp();
    const admin: Person = await setUp(app);
    await createUser(admin, 'joe');
    cookies.admin = admin.cookie;
    cookies.user = (await signIn(app, 'joe')).cookie;
    for (const missing of ['', ...SCOPES]) {
      const held = SCOPES.filter(
        (scope) => scope !== missing && scope !== missing.replace(':read', ':write'),
      );
      tokens.set(missing, (await makeToken(admin, { scopes: held })).token);
    }
  });

  after(() => app.stop());

  /** What a token needs for a request, by the mount table. */
  function scopeFor(method: string, path: string): string {
    const mount = apiMounts(app.config).find((one) => path === one.path || path.startsWith(`${one.path}/`));
    const { scopes } = mount ?? {};
    if (scopes === undefined || scopes === 'any') return 'jobs:read';
    return (method === 'GET' ? scopes.read : scopes.write) ?? 'jobs:read';
  }

  function headersOf(method: string, path: string, who: Who): Record<string, string> {
    if (who === 'anonymous') return {};
    if (who === 'user' || who === 'admin') return { cookie: cookies[who] };
    const missing = who === 'token' ? '' : scopeFor(method, path);
    return { authorization: `Bearer ${tokens.get(missing)}` };
  }

  /** The answer is there with its headers; the rest of a stream never is. */
  async function askStream(path: string, who: Who): Promise<Answered> {
    const stream = await watch(app.url + path, '', headersOf('GET', path, who));
    if (stream.status === 200) {
      stream.close();
      return { status: 200, body: {}, headers: {} };
    }
    await stream.ended;
    return { status: stream.status, body: JSON.parse(stream.text()), headers: {} };
  }

  async function ask(method: string, path: string, who: Who): Promise<Answered> {
    if (method === 'GET' && STREAMS.includes(path)) return askStream(path, who);
    const verb = method.toLowerCase() as 'get';
    const test = request(app.url)[verb](path.replace(/:\w+/g, '2147483647'));
    void test.set(headersOf(method, path, who));
    return method === 'GET' ? test : test.send({});
  }

  it('is in the table, and the table has no other', () => {
    const declared = apiMounts(app.config).flatMap(({ path, router }) =>
      routesOf(router).map((route) => `${route.method} ${path}${route.path === '/' ? '' : route.path}`),
    );
    expect(Object.keys(TABLE).sort()).to.deep.equal(declared.sort());
  });

  it('has no route beside the mount table: the application itself declares none under /api', () => {
    const layers = app.app.router.stack as unknown as { route?: { path: string } }[];
    expect(layers.filter(({ route }) => route !== undefined)).to.deep.equal([]);
  });

  for (const [name, expected] of Object.entries(TABLE)) {
    const [method = '', path = ''] = name.split(' ');
    for (const who of WHO) {
      it(`${name} answers ${who} ${expected[who]}`, async () => {
        const response = await ask(method, path, who);
        expect(response.status).to.equal(expected[who]);
        if (response.status >= 400) expect(response.body.detail).to.be.a('string');
      });
    }
  }

  for (const path of new Set(Object.keys(TABLE).map((name) => name.split(' ')[1] ?? ''))) {
    for (const method of METHODS.filter((verb) => TABLE[`${verb} ${path}`] === undefined)) {
      it(`${method} ${path} is refused`, async () => {
        const response = await ask(method, path, 'anonymous');
        expect(response.status).to.be.oneOf([401, 405]);
      });
    }
  }

  it('tells the methods of an address beside /:id, and takes it for no id', async () => {
    cookies.admin = (await signIn(app, ADMIN.username, ADMIN.password)).cookie;
    for (const [path, allow] of [
      ['/api/users/export', 'GET, HEAD'],
      ['/api/users/bulk', 'POST'],
    ] as const) {
      for (const method of METHODS.filter((verb) => !allow.includes(verb))) {
        const answer = await ask(method, path, 'admin');
        expectError(answer, 405, 'method_not_allowed');
        expect(answer.headers.allow).to.equal(allow);
      }
    }
  });

  it('denies the anonymous every other address of the API [Z-01]', async () => {
    for (const path of [
      '/api',
      '/api/',
      '/api/unknown',
      '/api/auth',
      '/api/auth/unknown',
      '/api/users/1/x',
    ]) {
      for (const method of METHODS) expect((await ask(method, path, 'anonymous')).status, path).to.equal(401);
    }
  });

  it('answers the signed-in 404 there, and 403 below a door of administrators [Z-04]', async () => {
    cookies.user = (await signIn(app, 'joe')).cookie;
    expect((await ask('GET', '/api/unknown', 'user')).status).to.equal(404);
    expect((await ask('GET', '/api/users/1/unknown', 'user')).status).to.equal(403);
  });
});
