import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { makeToken as randomToken } from '../../../server/core/token-form.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, setUp, signIn, type Person } from '../../support/people.js';
import { makeToken, script } from '../../support/tokens.js';

describe('A token', () => {
  let app: TestApp;
  let admin: Person;
  let names = 0;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  const newUser = async (role: 'admin' | 'user' = 'user'): Promise<{ id: number; user: Person }> => {
    const username = `joe${(names += 1)}`;
    const id = await createUser(admin, username, role);
    return { id, user: await signIn(app, username) };
  };

  const bearer = (header: string, path = '/api/tenants') =>
    request(app.url).get(path).set('Authorization', header);

  it('says whose it is, what it may and until when', async () => {
    const { id, user } = await newUser();
    const made = await makeToken(user, { name: 'ci', scopes: ['jobs:write', 'tenants:read'] });
    const { body } = await script(app, made.token).get('/api/auth/me').expect(200);
    expect(body).to.deep.include({ id, role: 'user', must_change_password: false });
    expect(body.token).to.deep.equal({
      name: 'ci',
      scopes: ['tenants:read', 'jobs:write'],
      expires_at: made.expires_at,
    });
    expect((await user.get('/api/auth/me')).body.token).to.equal(null);
  });

  it('gets no cookie, and no session is made', async () => {
    const { token } = await makeToken(admin);
    const before = await app.db('user_sessions').count();
    const answer = await script(app, token).get('/api/tenants').expect(200);
    expect(answer.headers['set-cookie']).to.equal(undefined);
    expect(await app.db('user_sessions').count()).to.deep.equal(before);
  });

  it('is understood whatever the case of the scheme, and as a bearer token alone', async () => {
    const { token } = await makeToken(admin);
    for (const header of [`Bearer ${token}`, `bearer ${token}`, `BEARER   ${token}`]) {
      expect((await bearer(header)).status, header).to.equal(200);
    }
    const basic = Buffer.from(`root:${token}`).toString('base64');
    for (const header of [
      '',
      'Bearer',
      'Bearer ',
      token,
      `Token ${token}`,
      `Basic ${basic}`,
      `Bearer ${token} x`,
      `Bearer ${token},${token}`,
      `Bearer "${token}"`,
      `Basic x, Bearer ${token}`,
    ]) {
      const answer = await bearer(header);
      expectError(answer, 401, 'unauthenticated');
      expect(answer.headers['www-authenticate']).to.equal('Bearer realm="Clearview", error="invalid_token"');
    }
    for (const path of [`/api/tenants?access_token=${token}`, `/api/tenants?token=${token}`]) {
      const answer = await request(app.url).get(path);
      expectError(answer, 401, 'unauthenticated');
      // A browser that is not signed in asks for no bearer token.
      expect(answer.headers['www-authenticate']).to.equal(undefined);
    }
    await request(app.url).post('/api/jobs').type('form').send({ access_token: token }).expect(401);
    for (const name of ['X-Api-Key', 'X-Auth-Token', 'Proxy-Authorization']) {
      await request(app.url).get('/api/tenants').set(name, `Bearer ${token}`).expect(401);
    }
    await request(app.url).get('/api/tenants').set('Cookie', `clearview_session=${token}`).expect(401);
  });

  it('of the wrong form is refused before the database is asked', async () => {
    const { token } = await makeToken(admin);
    let queries = 0;
    const count = (): void => void (queries += 1);
    app.db.on('query', count);
    const last = token.endsWith('x') ? 'y' : 'x';
    for (const wrong of [
      'cv_',
      token.slice(0, -1),
      `${token.slice(0, -1)}${last}`,
      'x'.repeat(8000),
      '\xff',
    ]) {
      expectError(await bearer(`Bearer ${wrong}`), 401, 'unauthenticated');
    }
    app.db.off('query', count);
    expect(queries).to.equal(0);
  });

  it('of the right form that nobody was given is refused in the same words', async () => {
    const [unknown, malformed] = [await bearer(`Bearer ${randomToken()}`), await bearer('Bearer cv_x')];
    expectError(unknown, 401, 'unauthenticated');
    expect(unknown.body).to.deep.equal(malformed.body);
  });

  it('beside a session is one too many: 400, whichever of them is good', async () => {
    const { token } = await makeToken(admin);
    const both = (cookie: string, shown: string) =>
      request(app.url).get('/api/auth/me').set('Cookie', cookie).set('Authorization', `Bearer ${shown}`);
    expectError(await both(admin.cookie, token), 400, 'malformed_request');
    expectError(await both(admin.cookie, randomToken()), 400, 'malformed_request');
    expectError(await both(`clearview_session=${'0'.repeat(32)}`, token), 400, 'malformed_request');
    expect((await both('theme=dark', token)).status).to.equal(200);
  });

  it('is not asked for where nothing is needed', async () => {
    await bearer('Bearer nonsense', '/api/version').expect(200);
    await bearer('Bearer nonsense', '/api/auth/setup-required').expect(200);
  });

  it('opens no page', async () => {
    const { token } = await makeToken(admin);
    const answer = await bearer(`Bearer ${token}`, '/');
    expect(answer.status).to.equal(302);
    expect(answer.headers.location).to.equal('/login.html');
  });

  it('that expires is over at that moment', async () => {
    const made = await makeToken(admin);
    await app.db.raw(`update api_tokens set expires_at = now() where id = ?`, [made.id]);
    expectError(await script(app, made.token).get('/api/tenants'), 401, 'unauthenticated');
  });

  describe('of an owner', () => {
    it('who is demoted loses what only administrators may, and gets it back with the role', async () => {
      const { id, user } = await newUser('admin');
      const client = script(app, (await makeToken(user)).token);
      await client.get('/api/users').expect(200);
      await admin.patch(`/api/users/${id}`, { role: 'user' }).expect(200);
      expectError(await client.get('/api/users'), 403, 'forbidden');
      expectError(await client.get('/api/audit'), 403, 'forbidden');
      expectError(await client.delete('/api/users/1'), 403, 'forbidden');
      await client.get('/api/tenants').expect(200);
      expect((await client.get('/api/auth/me')).body.role).to.equal('user');
      await admin.patch(`/api/users/${id}`, { role: 'admin' }).expect(200);
      await client.get('/api/users').expect(200);
    });

    it('who is deactivated is dead, also when the account comes back', async () => {
      const { id, user } = await newUser();
      const client = script(app, (await makeToken(user, { scopes: ['jobs:read'] })).token);
      await admin.patch(`/api/users/${id}`, { is_active: false }).expect(200);
      expectError(await client.get('/api/jobs'), 401, 'unauthenticated');
      const events = await app.db('auth_audit').orderBy('id', 'desc').limit(2).select('event', 'detail');
      expect(events.map(({ event }) => event)).to.deep.equal(['token_revoke', 'user_update']);
      expect(events[0]?.detail).to.deep.include({ target: id, tokens_revoked: 1 });
      await admin.patch(`/api/users/${id}`, { is_active: true }).expect(200);
      expectError(await client.get('/api/jobs'), 401, 'unauthenticated');
    });

    it('who is deactivated among many is dead, too', async () => {
      const [one, other] = [await newUser(), await newUser()];
      const clients = await Promise.all(
        [one, one, other].map(async ({ user }) =>
          script(app, (await makeToken(user, { scopes: ['jobs:read'] })).token),
        ),
      );
      const body = { ids: [one.id, other.id], action: 'update', data: { is_active: false } };
      await admin.post('/api/users/bulk', body).expect(200);
      for (const client of clients) expectError(await client.get('/api/jobs'), 401, 'unauthenticated');
      const events = await app
        .db('auth_audit')
        .where({ event: 'token_revoke' })
        .orderBy('id', 'desc')
        .limit(2);
      expect(events.map(({ detail }) => [detail.target, detail.tokens_revoked])).to.deep.equal([
        [other.id, 1],
        [one.id, 2],
      ]);
    });

    it('made inactive past the API is dead while that lasts', async () => {
      const { id, user } = await newUser();
      const client = script(app, (await makeToken(user, { scopes: ['jobs:read'] })).token);
      await app.db('users').where({ id }).update({ is_active: false });
      expectError(await client.get('/api/jobs'), 401, 'unauthenticated');
    });

    it('who is deleted is gone', async () => {
      const { id, user } = await newUser();
      const made = await makeToken(user, { scopes: ['jobs:read'] });
      await admin.delete(`/api/users/${id}`).expect(200);
      expectError(await script(app, made.token).get('/api/jobs'), 401, 'unauthenticated');
      expect(await app.db('api_tokens').where({ id: made.id })).to.deep.equal([]);
    });

    it('who signs out, or gets a new password, goes on: it is no session', async () => {
      const { id, user } = await newUser();
      const client = script(app, (await makeToken(user, { scopes: ['jobs:read'] })).token);
      await user.post('/api/auth/logout').expect(200);
      await admin.post(`/api/users/${id}/reset-password`, { password: `New${PASSWORD}` }).expect(200);
      await client.get('/api/jobs').expect(200);
    });

    it('who has a duty to do first goes on: scripts are not held up', async () => {
      const { id, user } = await newUser();
      const client = script(app, (await makeToken(user, { scopes: ['jobs:read'] })).token);
      await app.db('users').where({ id }).update({ must_change_password: true });
      expectError(await user.get('/api/jobs'), 403, 'password_change_required');
      await client.get('/api/jobs').expect(200);
      expect((await client.get('/api/auth/me')).body.must_change_password).to.equal(true);
    });
  });

  it('with a scope to write may read the same, and nothing else', async () => {
    const client = script(app, (await makeToken(admin, { scopes: ['jobs:write'] })).token);
    await client.get('/api/jobs').expect(200);
    const reader = (await makeToken(admin, { scopes: ['jobs:read'] })).token;
    await request(app.url).head('/api/jobs').set('Authorization', `Bearer ${reader}`).expect(200);
    expectError(await client.post('/api/jobs', { tenant_id: 2147483647 }), 404, 'not_found');
    const answer = await client.get('/api/tenants');
    expectError(answer, 403, 'insufficient_scope');
    expect(answer.body.detail).to.include('tenants:read');
    expect(answer.headers['www-authenticate']).to.equal(
      'Bearer realm="Clearview", error="insufficient_scope", scope="tenants:read"',
    );
  });

  it('with a scope to read may not write', async () => {
    const client = script(
      app,
      (await makeToken(admin, { scopes: ['jobs:read', 'users:read', 'audit:read'] })).token,
    );
    expectError(await client.post('/api/jobs', { tenant_id: 1 }), 403, 'insufficient_scope');
    expectError(await client.patch('/api/users/1', { role: 'user' }), 403, 'insufficient_scope');
    expectError(await client.delete('/api/sessions/1'), 403, 'insufficient_scope');
  });

  it('is noted beside what it did', async () => {
    const made = await makeToken(admin, { name: 'onboarding' });
    await script(app, made.token)
      .post('/api/users', { username: 'made-by-script', password: PASSWORD })
      .expect(200);
    const row = await app.db('auth_audit').orderBy('id', 'desc').first();
    expect(row).to.deep.include({ event: 'user_create', username: 'root' });
    expect(row?.detail).to.deep.include({ username: 'made-by-script', token: made.id });
  });

  describe('and where a request comes from', () => {
    const FOREIGN: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ];

    for (const headers of FOREIGN) {
      it(`${JSON.stringify(headers)} does not matter for a token: nobody's cookie goes along`, async () => {
        const client = script(app, (await makeToken(admin)).token);
        expectError(await client.post('/api/jobs', {}).set(headers), 422, 'invalid');
        await client.get('/api/users/export?format=csv').set(headers).expect(200);
      });

      it(`${JSON.stringify(headers)} matters as soon as a cookie goes along, or the token is no bearer's`, async () => {
        const { token } = await makeToken(admin);
        const post = (more: Record<string, string>) =>
          request(app.url)
            .post('/api/jobs')
            .set({ ...headers, ...more })
            .send({});
        for (const cookie of ['theme=dark', admin.cookie]) {
          const both = { Cookie: cookie, Authorization: `Bearer ${token}` };
          expectError(await post(both), 403, 'cross_origin');
        }
        expectError(await post({ Authorization: `Basic ${token}` }), 403, 'cross_origin');
        expectError(await post({ Authorization: 'Bearer' }), 403, 'cross_origin');
      });
    }

    it('a page of another site is not told that it may send one: no answer to a preflight', async () => {
      const answer = await request(app.url)
        .options('/api/tenants')
        .set({ Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' })
        .set('Access-Control-Request-Headers', 'authorization');
      expect(
        Object.keys(answer.headers as object).filter((name) => name.startsWith('access-control')),
      ).to.deep.equal([]);
      expect(answer.status).to.be.greaterThan(399);
    });
  });

  describe('tells when and from where it was used last', () => {
    const lastUse = (id: number) => app.db('api_tokens').where({ id }).first('last_used_at', 'last_used_ip');

    /** The note is made beside the answer. */
    async function until(question: () => Promise<boolean>): Promise<void> {
      for (let tries = 0; tries < 400; tries += 1) {
        if (await question()) return;
        await sleep(10);
      }
      throw new Error('It does not come about.');
    }

    it('at the first use, then at most once a minute', async () => {
      const made = await makeToken(admin);
      const client = script(app, made.token);
      expect(await lastUse(made.id)).to.deep.equal({ last_used_at: null, last_used_ip: null });
      await client.get('/api/tenants').expect(200);
      await until(async () => (await lastUse(made.id))?.last_used_at !== null);
      const first = await lastUse(made.id);
      expect(first?.last_used_ip).to.equal('127.0.0.1');
      let notes = 0;
      const count = ({ sql }: { sql: string }): void => void (notes += Number(/update api_tokens/.test(sql)));
      app.db.on('query', count);
      for (let n = 0; n < 5; n += 1) await client.get('/api/tenants').expect(200);
      expect(notes).to.equal(0);
      await app.db.raw(
        `update api_tokens set last_used_at = now() - interval '61 seconds', last_used_ip = '::1'`,
      );
      notes = 0;
      await Promise.all(Array.from({ length: 5 }, () => client.get('/api/tenants').expect(200)));
      await until(async () => (await lastUse(made.id))?.last_used_ip === '127.0.0.1');
      app.db.off('query', count);
      expect(notes).to.be.within(1, 5);
      const shown = (await admin.get('/api/tokens')).body as { id: number; last_used_ip: string }[];
      expect(shown.find(({ id }) => id === made.id)?.last_used_ip).to.equal('127.0.0.1');
    });

    it('and a note that fails costs nobody the answer: it is only logged', async () => {
      const made = await makeToken(admin);
      const warnings: object[] = [];
      const warn = app.deps.logger.warn.bind(app.deps.logger);
      app.deps.logger.warn = (fields: object) => void warnings.push(fields);
      await app.db.raw('alter table api_tokens add constraint broken check (last_used_at is null) not valid');
      try {
        await script(app, made.token).get('/api/tenants').expect(200);
        await until(() => Promise.resolve(warnings.length > 0));
      } finally {
        await app.db.raw('alter table api_tokens drop constraint broken');
        app.deps.logger.warn = warn;
      }
      await script(app, made.token).get('/api/tenants').expect(200);
    });

    it('and a refusal is no use', async () => {
      const made = await makeToken(admin);
      await app.db.raw(`update api_tokens set expires_at = now() where id = ?`, [made.id]);
      await script(app, made.token).get('/api/tenants').expect(401);
      expect((await lastUse(made.id))?.last_used_at).to.equal(null);
    });
  });
});
