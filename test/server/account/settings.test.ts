import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';
import { makeToken, script } from '../../support/tokens.js';

const DEFAULTS = {
  require_second_factor_admin: false,
  require_second_factor_user: false,
  reauthenticate_admins: false,
  max_token_days: 365,
  revision: 1,
};

describe('The settings', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());
  beforeEach(async () => {
    await app.db
      .raw(`update settings set require_second_factor_admin = false, require_second_factor_user = false,
      reauthenticate_admins = false, max_token_days = 365, revision = 1`);
    await app.db.raw('update user_sessions set authenticated_at = now()');
  });

  const patch = (body: object, who = admin) => who.patch('/api/settings', body);
  const grow = () => app.db.raw(`update user_sessions set authenticated_at = now() - interval '11 minutes'`);

  it('are read with their version, and changed with what they were in the log', async () => {
    const read = await admin.get('/api/settings').expect(200);
    expect(read.headers.etag).to.equal('"1"');
    expect(read.body).to.deep.include(DEFAULTS);
    const answer = await patch({ max_token_days: 30, require_second_factor_user: false }).expect(200);
    expect(answer.body).to.deep.include({ ...DEFAULTS, max_token_days: 30, revision: 2 });
    expect(answer.headers.etag).to.equal('"2"');
    const row = await app.db('auth_audit').where({ event: 'settings_update' }).orderBy('id', 'desc').first();
    expect(row?.detail).to.deep.equal({ max_token_days: 30, from: { max_token_days: 365 } });
  });

  it('stay as they are when nothing changes, without a trace', async () => {
    const before = await app.db('auth_audit').count({ n: '*' });
    expect((await patch({ max_token_days: 365 }).expect(200)).body).to.include({ revision: 1 });
    expect(await app.db('auth_audit').count({ n: '*' })).to.deep.equal(before);
  });

  for (const body of [
    {},
    { max_token_days: 0 },
    { max_token_days: 3651 },
    { max_token_days: '30' },
    { max_token_days: 1.5 },
    { reauthenticate_admins: 1 },
    { revision: 7 },
    { singleton: true },
  ]) {
    it(`refuse ${JSON.stringify(body)}`, async () => {
      expectError(await patch(body), 422, 'invalid');
    });
  }

  it('tell who changed them meanwhile', async () => {
    await patch({ max_token_days: 30 }).expect(200);
    const stale = await patch({ max_token_days: 60 }).set('If-Match', '"1"');
    expectError(stale, 412, 'stale');
    expect((stale.body as { detail: string }).detail)
      .to.include('root')
      .and.include('max_token_days');
    await patch({ max_token_days: 60 }).set('If-Match', '"2"').expect(200);
  });

  it('let one of two that expect the same version through', async () => {
    const answers = await Promise.all(
      [30, 60].map((days) => patch({ max_token_days: days }).set('If-Match', '"1"')),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 412]);
  });

  describe('with reauthenticate_admins', () => {
    let other: number;
    let joe: number;
    let count = 0;

    beforeEach(async () => {
      other = await createUser(admin, `other${(count += 1)}`, 'admin');
      joe = await createUser(admin, `joe${count}`);
      await patch({ reauthenticate_admins: true }).expect(200);
      await grow();
    });

    const acts = (): Record<
      string,
      () => PromiseLike<{ status: number; body: unknown; headers: unknown }>
    > => ({
      'a demotion': () => admin.patch(`/api/users/${other}`, { role: 'user' }),
      'a deactivation': () => admin.patch(`/api/users/${other}`, { is_active: false }),
      'a promotion': () => admin.patch(`/api/users/${joe}`, { role: 'admin' }),
      'a new administrator': () =>
        admin.post('/api/users', { username: `new${count}`, password: PASSWORD, role: 'admin' }),
      'an invited administrator': () =>
        admin.post('/api/users', { username: `new${count}`, invite: true, role: 'admin' }),
      'a reset': () => admin.post(`/api/users/${other}/reset-password`, { password: PASSWORD }),
      "a reset of one's own": () => admin.post('/api/users/1/reset-password', { password: PASSWORD }),
      'a link': () => admin.post(`/api/users/${other}/password-link`, {}),
      'the loss of a second factor': () => admin.delete(`/api/users/${other}/second-factor`),
      'a promotion of many': () =>
        admin.post('/api/users/bulk', { ids: [joe], action: 'update', data: { role: 'admin' } }),
      'a deactivation of many': () =>
        admin.post('/api/users/bulk', { ids: [joe, other], action: 'update', data: { is_active: false } }),
      'a deletion of many': () => admin.post('/api/users/bulk', { ids: [other], action: 'delete' }),
      'a deletion': () => admin.delete(`/api/users/${other}`),
      'another setting': () => patch({ reauthenticate_admins: false }),
    });

    for (const name of Object.keys(acts())) {
      it(`holds up ${name}, and changes nothing`, async () => {
        const before = await app.db('auth_audit').count({ n: '*' });
        const users = await app.db('users').orderBy('id').select('id', 'role', 'is_active', 'password_hash');
        expectError(await acts()[name]!(), 403, 'reauthentication_required');
        expect(await app.db('auth_audit').count({ n: '*' })).to.deep.equal(before);
        expect(
          await app.db('users').orderBy('id').select('id', 'role', 'is_active', 'password_hash'),
        ).to.deep.equal(users);
      });
    }

    it('lets users be changed, and everything by who has just shown who they are', async () => {
      await admin.patch(`/api/users/${joe}`, { is_active: false }).expect(200);
      await admin.post(`/api/users/${joe}/reset-password`, { password: PASSWORD }).expect(200);
      await app.db.raw('update user_sessions set authenticated_at = now()');
      await admin.patch(`/api/users/${other}`, { role: 'user' }).expect(200);
    });

    it('holds no script up: nobody sits there', async () => {
      await app.db.raw('update user_sessions set authenticated_at = now()');
      const { token } = await makeToken(admin);
      await grow();
      expect((await script(app, token).patch(`/api/users/${other}`, { role: 'user' })).status).to.equal(200);
    });
  });

  it('lead an administrator without a second factor to one at once', async () => {
    await createUser(admin, 'second', 'admin');
    const second = await signIn(app, 'second');
    await patch({ require_second_factor_admin: true }, second).expect(200);
    expectError(await second.get('/api/users'), 403, 'second_factor_required');
    expect((await second.get('/api/auth/me').expect(200)).body).to.include({ must_add_second_factor: true });
    expect((await second.get('/api/auth/sessions')).status).to.equal(200);
    expect((await person(app, second.cookie).get('/api/auth/notices')).status).to.equal(200);
  });
});
