import { expect } from 'chai';
import { SCOPES, type Scope } from '../../../server/core/context.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { makeToken, script } from '../../support/tokens.js';

const DAY = 86_400_000;

describe('Making a token', () => {
  let app: TestApp;
  let admin: Person;
  let joe: Person;
  let joeId: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joeId = await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());
  afterEach(() => app.db('api_tokens').delete());

  const make = (who: Person, input: object) => who.post('/api/tokens', input);
  const good = (more: object = {}) => ({ name: 'nightly', scopes: ['tenants:read'], ...more });
  const lifeOf = (made: { created_at: string; expires_at: string }): number =>
    (Date.parse(made.expires_at) - Date.parse(made.created_at)) / DAY;

  it('answers it once, with its secret; lists never do', async () => {
    const { body } = await make(joe, good({ networks: ['127.0.0.0/8'] })).expect(200);
    expect(Object.keys(body as object).sort()).to.deep.equal([
      'created_at',
      'expires_at',
      'hint',
      'id',
      'last_used_at',
      'last_used_ip',
      'name',
      'networks',
      'scopes',
      'token',
    ]);
    expect(body).to.deep.include({
      name: 'nightly',
      hint: (body.token as string).slice(-4),
      scopes: ['tenants:read'],
      networks: ['127.0.0.0/8'],
      last_used_at: null,
      last_used_ip: null,
    });
    const { token, ...shown } = body as { token: string };
    expect((await joe.get('/api/tokens')).body).to.deep.equal([shown]);
    expect((await admin.get(`/api/users/${joeId}/tokens`)).body).to.deep.equal([shown]);
    await script(app, token).get('/api/tenants').expect(200);
  });

  it('is written down with its owner, scopes, end and networks, and without the secret', async () => {
    const { body } = await make(joe, good({ networks: ['10.0.0.1/8'] })).expect(200);
    const row = await app.db('auth_audit').where({ event: 'token_create' }).orderBy('id', 'desc').first();
    expect(row).to.deep.include({ user_id: joeId, username: 'joe' });
    expect(row?.detail).to.deep.equal({
      target: joeId,
      username: 'joe',
      token_id: body.id,
      token_name: 'nightly',
      scopes: ['tenants:read'],
      expires_at: body.expires_at,
      networks: ['10.0.0.0/8'],
    });
  });

  it('keeps scopes in one order, and the name without blanks around it', async () => {
    const { body } = await make(joe, { name: '  über 10% ', scopes: ['jobs:read', 'tenants:write'] }).expect(
      200,
    );
    expect(body.scopes).to.deep.equal(['tenants:write', 'jobs:read']);
    expect(body.name).to.equal('über 10%');
  });

  const WRONG: [why: string, field: string, input: object][] = [
    ['without a name', 'name', { scopes: ['jobs:read'] }],
    ['with a name of blanks', 'name', good({ name: '  ' })],
    ['with a name of 101 characters', 'name', good({ name: 'x'.repeat(101) })],
    ['with a line break in its name', 'name', good({ name: 'a\nb' })],
    ['with NUL in its name', 'name', good({ name: 'a\0b' })],
    ['with half a character in its name', 'name', good({ name: 'a\ud800' })],
    ['with a number for a name', 'name', good({ name: 7 })],
    ['without scopes', 'scopes', { name: 'x' }],
    ['with no scope', 'scopes', good({ scopes: [] })],
    ['with an unknown scope', 'scopes', good({ scopes: ['tenants:read', 'everything'] })],
    ['with a scope twice', 'scopes', good({ scopes: ['jobs:read', 'jobs:read'] })],
    ['with scopes as text', 'scopes', good({ scopes: 'jobs:read' })],
    ['with a life of 0 days', 'expires_in_days', good({ expires_in_days: 0 })],
    ['with a life of a day and a half', 'expires_in_days', good({ expires_in_days: 1.5 })],
    ['with a life as text', 'expires_in_days', good({ expires_in_days: '30' })],
    ['with a life of null', 'expires_in_days', good({ expires_in_days: null })],
    ['with a life of more than a year', 'expires_in_days', good({ expires_in_days: 366 })],
    ['with a network that is none', 'networks', good({ networks: ['10.0.0.0/8', 'office'] })],
    ['with a network that is a number', 'networks', good({ networks: [1] })],
    ['with networks as text', 'networks', good({ networks: '10.0.0.0/8' })],
    ['with 21 networks', 'networks', good({ networks: Array.from({ length: 21 }, (_, n) => `10.0.${n}.1`) })],
    ['with an unknown field', 'is_admin', good({ is_admin: true })],
    ['for somebody else', 'user_id', good({ user_id: 1 })],
  ];
  for (const [why, field, input] of WRONG) {
    it(`${why} is refused: 422, and nothing is made`, async () => {
      const answer = await make(joe, input);
      expectError(answer, 422, 'invalid');
      expect(answer.body.errors).to.have.property(field);
      expect(await app.db('api_tokens')).to.deep.equal([]);
    });
  }

  it('takes 100 characters of any script, and 20 networks', async () => {
    const name = '𝔘'.repeat(100);
    const networks = Array.from({ length: 20 }, (_, n) => `10.0.${n}.1`);
    const { body } = await make(joe, good({ name, networks })).expect(200);
    expect(body).to.deep.include({ name, networks });
  });

  it('makes it live 90 days unless told otherwise, and a year at most', async () => {
    expect(lifeOf((await make(joe, good()).expect(200)).body)).to.equal(90);
    expect(lifeOf((await make(joe, good({ expires_in_days: 1 })).expect(200)).body)).to.equal(1);
    expect(lifeOf((await make(joe, good({ expires_in_days: 365 })).expect(200)).body)).to.equal(365);
  });

  it('follows the settings: longer when an administrator allows it, shorter when they ask for it', async () => {
    await app.db('settings').update({ max_token_days: 1000 });
    expect(lifeOf((await make(joe, good({ expires_in_days: 1000 })).expect(200)).body)).to.equal(1000);
    expect(lifeOf((await make(joe, good()).expect(200)).body)).to.equal(90);
    await app.db('settings').update({ max_token_days: 30 });
    expect(lifeOf((await make(joe, good()).expect(200)).body)).to.equal(30);
    const answer = await make(joe, good({ expires_in_days: 31 }));
    expectError(answer, 422, 'invalid');
    expect(answer.body.errors.expires_in_days).to.include('30 days');
    await app.db('settings').update({ max_token_days: 365 });
  });

  for (const scope of ['users:read', 'users:write', 'audit:read'] as const) {
    it(`${scope} is for administrators`, async () => {
      const answer = await make(joe, good({ scopes: ['tenants:read', scope] }));
      expectError(answer, 422, 'invalid');
      expect(answer.body.errors.scopes).to.include(scope);
      await make(admin, good({ scopes: [scope] })).expect(200);
    });
  }

  /** Eleven minutes pass in which nobody shows who they are. */
  const leaveAlone = async (): Promise<void> =>
    void (await app.db('user_sessions').update({
      authenticated_at: app.db.raw(`now() - interval '11 minutes'`) as never,
    }));

  for (const scope of SCOPES) {
    const risky = scope.endsWith(':write');
    it(`with ${scope} ${risky ? 'needs' : 'needs no'} fresh sign of who sits there`, async () => {
      await leaveAlone();
      const answer = await make(admin, good({ scopes: [scope] }));
      if (risky) expectError(answer, 403, 'reauthentication_required');
      else expect(answer.status).to.equal(200);
      expect(await app.db('api_tokens')).to.have.length(risky ? 0 : 1);
      await app.db('user_sessions').update({ authenticated_at: app.db.fn.now() as never });
    });
  }

  it('ends at 50 living ones; expired ones do not count', async () => {
    await app.db.raw(
      `insert into api_tokens (user_id, name, hash, hint, scopes, expires_at)
       select ?, 'n', md5(n::text), 'abcd', '{jobs:read}', now() + make_interval(days => case when n > 10 then 1 else -1 end)
         from generate_series(1, 59) n`,
      [joeId],
    );
    await make(joe, good()).expect(200);
    expectError(await make(joe, good()), 409, 'too_many');
    await make(admin, good()).expect(200);
  });

  it('is for people: no token makes another, whatever its scopes', async () => {
    const { token } = await makeToken(admin);
    expectError(await make(script(app, token), good()), 403, 'session_needed');
    expectError(await script(app, token).get('/api/tokens'), 403, 'session_needed');
    expectError(await script(app, token).delete('/api/tokens/1'), 403, 'session_needed');
  });
});

describe('The list of tokens', () => {
  let app: TestApp;
  let admin: Person;
  let joe: Person;
  let joeId: number;
  const ids: number[] = [];

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joeId = await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
    const scopes: Scope[] = ['tenants:read'];
    for (const [name, days] of [
      ['beta', 3],
      ['alpha', 9],
      ['gamma_%', 6],
    ] as const) {
      ids.push((await makeToken(joe, { name, scopes, expires_in_days: days })).id);
    }
    await makeToken(admin, { name: 'of the admin' });
  });
  after(() => app.stop());

  const names = async (query: string, who = joe, path = '/api/tokens'): Promise<string[]> => {
    const answer = await who.get(`${path}${query}`).expect(200);
    return (answer.body as { name: string }[]).map(({ name }) => name);
  };

  it("has one's own only, the newest first", async () => {
    expect(await names('')).to.deep.equal(['gamma_%', 'alpha', 'beta']);
    const answer = await joe.get('/api/tokens');
    expect(answer.headers['content-range']).to.equal('tokens 0-2/3');
    expect(await names('', admin)).to.deep.equal(['of the admin']);
    expect(await names('', admin, `/api/users/${joeId}/tokens`)).to.deep.equal(['gamma_%', 'alpha', 'beta']);
  });

  it('has orders, ranges, filters and a cursor as every list', async () => {
    const sort = (field: string, order: string) =>
      `?sort=${encodeURIComponent(JSON.stringify([field, order]))}`;
    expect(await names(sort('name', 'ASC'))).to.deep.equal(['alpha', 'beta', 'gamma_%']);
    expect(await names(sort('expires_at', 'ASC'))).to.deep.equal(['beta', 'gamma_%', 'alpha']);
    expect(await names(sort('created_at', 'ASC'))).to.deep.equal(['beta', 'alpha', 'gamma_%']);
    expect(await names(sort('id', 'DESC'))).to.deep.equal(['gamma_%', 'alpha', 'beta']);
    expect(await names(`${sort('last_used_at', 'DESC')}&range=[0,1]`)).to.deep.equal(['gamma_%', 'alpha']);
    expect(await names(`?filter=${encodeURIComponent('{"q":"_%"}')}`)).to.deep.equal(['gamma_%']);
    expect(await names(`?filter=${encodeURIComponent('{"q":"BET"}')}`)).to.deep.equal(['beta']);
    expect(await names(`?filter=${encodeURIComponent(`{"id":[${ids[1]}]}`)}`)).to.deep.equal(['alpha']);
    const page = await joe.get('/api/tokens?limit=2').expect(200);
    const next = /<([^>]+)>/.exec(page.headers.link as string)?.[1] ?? '';
    expect(((await joe.get(next)).body as { name: string }[]).map(({ name }) => name)).to.deep.equal([
      'beta',
    ]);
    const other = await admin.get(`/api/users/${joeId}/tokens?limit=2`).expect(200);
    expect(other.headers.link).to.include(`</api/users/${joeId}/tokens?`);
    expectError(await joe.get(`/api/tokens${sort('hash', 'ASC')}`), 422, 'invalid');
    expectError(await joe.get(`/api/tokens?filter=${encodeURIComponent('{"hash":"x"}')}`), 422, 'invalid');
  });

  it('shows expired ones too, so that nobody wonders why a script has stopped', async () => {
    await app.db.raw(`update api_tokens set expires_at = now() - interval '1 day' where id = ?`, [
      ids[0] ?? 0,
    ]);
    expect(await names('')).to.deep.equal(['gamma_%', 'alpha', 'beta']);
  });

  it('of nobody is 404, for administrators; the others are refused before', async () => {
    for (const id of ['2147483647', '0', 'x', '2147483648']) {
      expectError(await admin.get(`/api/users/${id}/tokens`), 404, 'not_found');
      expectError(await joe.get(`/api/users/${id}/tokens`), 403, 'forbidden');
    }
  });

  it('is noted by the name of its door when it is refused, not by what stands in the address', async () => {
    await joe.get(`/api/users/${'x'.repeat(200)}/tokens`).expect(403);
    const row = await app.db('auth_audit').where({ event: 'access_denied' }).orderBy('id', 'desc').first();
    expect(row?.detail).to.deep.equal({ door: 'GET /api/users/:id/tokens' });
  });
});
