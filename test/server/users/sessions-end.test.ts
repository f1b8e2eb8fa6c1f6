import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

describe('The sessions of a user whose account changes', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  const me = (who: Person) => who.get('/api/auth/me');
  const sessionsOf = async (id: number) => (await app.db('user_sessions').where({ user_id: id })).length;

  it('end for ever when it is deactivated: reactivating brings none back [N-08]', async () => {
    const id = await createUser(admin, 'sleeper');
    const sessions = [await signIn(app, 'sleeper'), await signIn(app, 'sleeper')];
    await admin.patch(`/api/users/${id}`, { is_active: false });
    for (const session of sessions) expectError(await me(session), 401, 'unauthenticated');
    expect(await sessionsOf(id)).to.equal(0);
    await admin.patch(`/api/users/${id}`, { is_active: true });
    for (const session of sessions) expectError(await me(session), 401, 'unauthenticated');
    expect((await me(await signIn(app, 'sleeper'))).status).to.equal(200);
  });

  it('are not opened while it is inactive, in the words for a wrong password [A-01]', async () => {
    const id = await createUser(admin, 'locked');
    await admin.patch(`/api/users/${id}`, { is_active: false });
    const inactive = await person(app).post('/api/auth/login', { username: 'locked', password: PASSWORD });
    const unknown = await person(app).post('/api/auth/login', { username: 'nobody', password: PASSWORD });
    expectError(inactive, 401, 'invalid_credentials');
    expect(inactive.body).to.deep.equal(unknown.body);
  });

  it('end when it is deleted, and a new account of that name inherits none [N-09]', async () => {
    const id = await createUser(admin, 'phoenix');
    const old = await signIn(app, 'phoenix');
    await admin.delete(`/api/users/${id}`);
    expectError(await me(old), 401, 'unauthenticated');
    expect(await createUser(admin, 'phoenix')).not.to.equal(id);
    expectError(await me(old), 401, 'unauthenticated');
    expect(await sessionsOf(id)).to.equal(0);
  });

  it('end when the password is reset, and those of others go on [N-10]', async () => {
    const id = await createUser(admin, 'resetted');
    await createUser(admin, 'bystander');
    const [old, other] = [await signIn(app, 'resetted'), await signIn(app, 'bystander')];
    await admin.post(`/api/users/${id}/reset-password`, { password: 'BrandNewPass99' });
    expectError(await me(old), 401, 'unauthenticated');
    expect((await me(other)).status).to.equal(200);
    expect((await me(admin)).status).to.equal(200);
  });

  it('stay when only the role changes', async () => {
    const id = await createUser(admin, 'promoted');
    const session = await signIn(app, 'promoted');
    await admin.patch(`/api/users/${id}`, { role: 'admin' });
    expect((await me(session)).body).to.include({ role: 'admin' });
  });

  /** What a rival does while sign-ins are under way. */
  const rivals: Record<string, (id: number) => PromiseLike<{ status: number }>> = {
    'a reset [R-07]': (id) => admin.post(`/api/users/${id}/reset-password`, { password: 'BrandNewPass99' }),
    'a deactivation [R-08]': (id) => admin.patch(`/api/users/${id}`, { is_active: false }),
    'a deletion [R-09]': (id) => admin.delete(`/api/users/${id}`),
  };
  for (const [what, rival] of Object.entries(rivals)) {
    it(`of before do not survive ${what}, however the sign-ins fall around it`, async () => {
      const username = `racer${what.length}`;
      const id = await createUser(admin, username);
      const signIns = Array.from({ length: 6 }, () =>
        person(app)
          .post('/api/auth/login', { username, password: PASSWORD })
          .then(({ status }) => status),
      );
      const changed = await rival(id);
      expect(changed.status).to.equal(200);
      for (const status of await Promise.all(signIns)) expect(status).to.be.oneOf([200, 401]);
      expect(await sessionsOf(id)).to.equal(0);
    });
  }
});
