/** Ways in which less right could be made into more. */
import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, setUp, type Person } from '../../support/people.js';
import { growStale } from '../../support/second-factor.js';
import { makeToken, script } from '../../support/tokens.js';

describe('Making more of what one has', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  it('a token that may change users makes no administrator: not anew, not of a user, not of many', async () => {
    const id = await createUser(admin, 'joe');
    const { token } = await makeToken(admin, { scopes: ['users:write'] });
    const api = script(app, token);
    const input = { username: 'mine', role: 'admin' };
    const bulk = { ids: [id], action: 'update', data: { role: 'admin' } };
    expectError(await api.post('/api/users', { ...input, password: PASSWORD }), 403, 'session_needed');
    expectError(await api.post('/api/users', { ...input, invite: true }), 403, 'session_needed');
    expectError(await api.patch(`/api/users/${id}`, { role: 'admin' }), 403, 'session_needed');
    expectError(await api.post('/api/users/bulk', bulk), 403, 'session_needed');
    expect(await app.db('users').where({ role: 'admin' })).to.have.length(1);
    await api.post('/api/users', { username: 'theirs', role: 'user', invite: true }).expect(200);
    await api.patch(`/api/users/${id}`, { is_active: false }).expect(200);
  });

  it('an open session of an administrator gives itself no other password', async () => {
    const { id } = (await admin.get('/api/auth/me')).body as { id: number };
    await growStale(app);
    const refused = (answer: Parameters<typeof expectError>[0]) =>
      expectError(answer, 403, 'reauthentication_required');
    refused(await admin.post(`/api/users/${id}/reset-password`, { password: 'AnotherHorse43' }));
    refused(await admin.post(`/api/users/${id}/password-link`, {}));
    const other = await createUser(admin, 'other');
    await admin.post(`/api/users/${other}/password-link`, {}).expect(200);
  });
});
