import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

type Call = () => PromiseLike<{ status: number; body: unknown; headers: unknown }>;

describe('The last administrator', () => {
  let app: TestApp;
  let root: Person;
  let rootId: number;

  beforeEach(async () => {
    app = await startTestApp();
    root = await setUp(app);
    rootId = ((await root.get('/api/auth/me')).body as { id: number }).id;
  });
  afterEach(() => app.stop());

  const waysToGo = (who: Person, id: number): Record<string, Call> => ({
    demote: () => who.patch(`/api/users/${id}`, { role: 'user' }),
    deactivate: () => who.patch(`/api/users/${id}`, { is_active: false }),
    both: () => who.patch(`/api/users/${id}`, { role: 'user', is_active: false }),
    delete: () => who.delete(`/api/users/${id}`),
  });
  const activeAdmins = () => app.db('users').where({ role: 'admin', is_active: true });

  it('may not demote, deactivate or delete themselves: 400 last_admin [U-07]', async () => {
    for (const go of Object.values(waysToGo(root, rootId))) expectError(await go(), 400, 'last_admin');
    expect(await activeAdmins()).to.have.length(1);
    expect((await root.get('/api/auth/me')).status).to.equal(200);
  });

  it('is still the last one beside administrators who are inactive', async () => {
    const other = await createUser(root, 'other', 'admin');
    await root.patch(`/api/users/${other}`, { is_active: false });
    for (const go of Object.values(waysToGo(root, rootId))) expectError(await go(), 400, 'last_admin');
  });

  it('beside another one: nobody does it to themselves, 400 own_account [U-07]', async () => {
    await createUser(root, 'other', 'admin');
    for (const go of Object.values(waysToGo(root, rootId))) expectError(await go(), 400, 'own_account');
    expect(await activeAdmins()).to.have.length(2);
  });

  it('may be another: who is left over can be taken away by the other', async () => {
    await createUser(root, 'other', 'admin');
    const other = await signIn(app, 'other');
    expect((await other.delete(`/api/users/${rootId}`)).status).to.equal(200);
    expectError(await root.get('/api/auth/me'), 401, 'unauthenticated');
    expect(await activeAdmins()).to.have.length(1);
  });

  it('leaves no trace of what was refused', async () => {
    const before = await app.db('auth_audit').count();
    for (const go of Object.values(waysToGo(root, rootId))) await go();
    expect(await app.db('auth_audit').count()).to.deep.equal(before);
  });

  it('takes a patch of oneself that changes nothing', async () => {
    const answer = await root.patch(`/api/users/${rootId}`, { role: 'admin', is_active: true });
    expect(answer.status).to.equal(200);
  });

  it('survives two who delete each other; setup stays closed [R-03, F5]', async () => {
    const otherId = await createUser(root, 'other', 'admin');
    const other = await signIn(app, 'other');
    const answers = await Promise.all([
      root.delete(`/api/users/${otherId}`),
      other.delete(`/api/users/${rootId}`),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).to.equal(200);
    expect(statuses[1]).to.be.oneOf([400, 401, 403]);
    expect(await activeAdmins()).to.have.length(1);
    const { body } = await person(app).get('/api/auth/setup-required');
    expect(body).to.deep.equal({ setup_required: false });
  });

  it('survives 50 changes at once by two against each other, five times over [R-02, F4]', async function () {
    this.timeout(60_000);
    for (let round = 0; round < 5; round++) {
      const pair = [`left${round}`, `right${round}`];
      const ids = [
        await createUser(root, pair[0] ?? '', 'admin'),
        await createUser(root, pair[1] ?? '', 'admin'),
      ];
      const [left, right] = [await signIn(app, pair[0] ?? ''), await signIn(app, pair[1] ?? '')];
      // Only the two remain: whoever made them steps back behind the API's back.
      await app.db('users').whereNotIn('id', ids).update({ is_active: false });
      const ways = [waysToGo(left, ids[1] ?? 0), waysToGo(right, ids[0] ?? 0)];
      const calls = Array.from(
        { length: 50 },
        (_, n) => Object.values(ways[n % 2] ?? {})[(n >> 1) % 4] as Call,
      );
      const answers = await Promise.all(calls.map((call) => call()));
      for (const { status, body } of answers) {
        expect(status, JSON.stringify(body)).to.be.oneOf([200, 400, 401, 403, 404]);
      }
      expect(await activeAdmins(), `round ${round}`).to.have.length(1);
      await app.db('users').where({ id: rootId }).update({ is_active: true });
      await app.db('users').whereIn('id', ids).update({ is_active: false });
    }
  });

  it('cannot be undone by creating with a role that was lost meanwhile', async () => {
    const id = await createUser(root, 'former', 'admin');
    const former = await signIn(app, 'former');
    // The hash takes a while: the demotion lands between the gate and the insert, or before both.
    const [made] = await Promise.all([
      former.post('/api/users', { username: 'planted', password: PASSWORD, role: 'admin' }),
      root.patch(`/api/users/${id}`, { role: 'user' }),
    ]);
    if (made.status !== 200) expectError(made, 403, 'forbidden');
    const planted = await app.db('users').where({ username: 'planted' });
    expect(planted).to.have.length(made.status === 200 ? 1 : 0);
    expectError(await former.post('/api/users', { username: 'later', password: PASSWORD }), 403, 'forbidden');
  });
});
