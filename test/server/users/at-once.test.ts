import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, type Person } from '../../support/people.js';

/** How many answers there were of each status, such as `{ 200: 1, 409: 29 }`. */
function tally(answers: { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const CASES = ['samename', 'SameName', 'SAMENAME', 'sAMEnAME'];

describe('Users, many requests at once', function () {
  this.timeout(60_000);
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  const times = <T>(count: number, call: (n: number) => PromiseLike<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => call(n)));
  const events = (event: string, target?: number) =>
    app
      .db('auth_audit')
      .where({ event })
      .whereRaw(target === undefined ? 'true' : `detail->>'target' = '${target}'`);

  it('30 creations of one name, in any case: one succeeds, 29 are told 409 [R-04, F17]', async () => {
    const answers = await times(30, (n) =>
      admin.post('/api/users', { username: CASES[n % 4], password: PASSWORD }),
    );
    expect(tally(answers)).to.deep.equal({ 200: 1, 409: 29 });
    expect(await app.db('users').whereRaw(`lower(username) = 'samename'`)).to.have.length(1);
    expect(await events('user_create')).to.have.length(1);
  });

  it('40 creations of different names: all succeed, each with its event [R-12]', async () => {
    const before = (await events('user_create')).length;
    const answers = await times(40, (n) =>
      admin.post('/api/users', { username: `many${n}`, password: PASSWORD }),
    );
    expect(tally(answers)).to.deep.equal({ 200: 40 });
    expect(await events('user_create')).to.have.length(before + 40);
  });

  it('20 deletions of one user: one succeeds, 19 are told 404 [R-11, F18]', async () => {
    const id = await createUser(admin, 'shortlived');
    expect(tally(await times(20, () => admin.delete(`/api/users/${id}`)))).to.deep.equal({ 200: 1, 404: 19 });
    expect(await events('user_delete', id)).to.have.length(1);
  });

  it('60 changes of one user: every event begins where the one before ended [R-10]', async () => {
    const id = await createUser(admin, 'flapping');
    const answers = await times(60, (n) => admin.patch(`/api/users/${id}`, { is_active: n % 2 === 0 }));
    expect(tally(answers)).to.deep.equal({ 200: 60 });
    let state = true;
    for (const { detail } of await events('user_update', id).orderBy('id')) {
      const { is_active, from } = detail as { is_active: boolean; from: { is_active: boolean } };
      expect(from.is_active).to.equal(state);
      expect(is_active).to.equal(!state);
      state = is_active;
    }
    const user = (await admin.get(`/api/users/${id}`)).body as { is_active: boolean };
    expect(user.is_active).to.equal(state);
  });

  it('changes, resets and a deletion of one user: nothing but 200 and 404', async () => {
    const id = await createUser(admin, 'crowded');
    const answers = await times(24, (n) => {
      if (n === 12) return admin.delete(`/api/users/${id}`);
      if (n % 3 === 0) return admin.post(`/api/users/${id}/reset-password`, { password: `BrandNewPass${n}` });
      return admin.patch(`/api/users/${id}`, { role: n % 2 === 0 ? 'admin' : 'user' });
    });
    for (const { status, text } of answers) expect(status, text).to.be.oneOf([200, 404]);
    expect(answers[12]?.status).to.equal(200);
    expect((await admin.get(`/api/users/${id}`)).status).to.equal(404);
  });

  it('a request that is sent again: create 409, delete 404, reset and patch 200, logout 200 [R-13]', async () => {
    const again = async (call: () => PromiseLike<{ status: number }>) => [
      (await call()).status,
      (await call()).status,
    ];
    const id = await createUser(admin, 'replayed');
    const reset = { password: 'BrandNewPass99' };
    const body = { username: 'replayed2', password: PASSWORD };
    expect(await again(() => admin.post('/api/users', body))).to.deep.equal([200, 409]);
    expect(await again(() => admin.patch(`/api/users/${id}`, { role: 'admin' }))).to.deep.equal([200, 200]);
    expect(await again(() => admin.post(`/api/users/${id}/reset-password`, reset))).to.deep.equal([200, 200]);
    expect(await again(() => admin.delete(`/api/users/${id}`))).to.deep.equal([200, 404]);
    expect(await again(() => person(app).post('/api/auth/logout'))).to.deep.equal([200, 200]);
  });
});
