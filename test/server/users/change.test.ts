import { expect } from 'chai';
import request from 'supertest';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

interface User {
  id: number;
  username: string;
  role: string;
  is_active: boolean;
  updated_at: string;
}

/** What a path may hold in place of an id, and no record has. */
const NO_IDS = [
  ...[
    '0',
    '-1',
    '+1',
    '01',
    '1.0',
    '1e3',
    '1e309',
    '0x1',
    '1abc',
    'abc',
    'NaN',
    'null',
    '%00',
    '1%00',
    '%20',
  ],
  ...['2147483648', '9999999999', '99999999999', '9223372036854775808', '1,2', '1;2', '%31%2f2', "1'--", '٣'],
];

describe('Changing a user', () => {
  let app: TestApp;
  let admin: Person;
  let joe: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
  });
  after(() => app.stop());

  const read = async (id: number) => (await admin.get(`/api/users/${id}`)).body as User;
  const eventsOf = async (id: number) =>
    (await app.db('auth_audit').whereRaw(`detail->>'target' = ?`, [`${id}`])).length;
  const everyCall = (who: Person, id: number | string) => [
    who.get(`/api/users/${id}`),
    who.patch(`/api/users/${id}`, { role: 'user' }),
    who.delete(`/api/users/${id}`),
    who.post(`/api/users/${id}/reset-password`, { password: PASSWORD }),
  ];

  it('reads one user in the shape of the list [U-01]', async () => {
    const list = (await admin.get('/api/users')).body as User[];
    expect(await read(joe)).to.deep.equal(list.find(({ id }) => id === joe));
  });

  it('answers a change with the user as it is now, and keeps it', async () => {
    const answer = await admin.patch(`/api/users/${joe}`, { role: 'admin', is_active: false });
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal(await read(joe));
    expect(answer.body).to.include({ id: joe, username: 'joe', role: 'admin', is_active: false });
    await admin.patch(`/api/users/${joe}`, { role: 'user', is_active: true });
  });

  it('moves updated_at with every change', async () => {
    const before = await read(joe);
    const after = (await admin.patch(`/api/users/${joe}`, { is_active: false })).body as User;
    expect(Date.parse(after.updated_at)).to.be.greaterThan(Date.parse(before.updated_at));
    const back = (await admin.patch(`/api/users/${joe}`, { is_active: true })).body as User;
    expect(Date.parse(back.updated_at)).to.be.greaterThan(Date.parse(after.updated_at));
  });

  it('moves updated_at with a new password', async () => {
    const before = await read(joe);
    await admin.post(`/api/users/${joe}/reset-password`, { password: 'NewJoePass4242' });
    expect(Date.parse((await read(joe)).updated_at)).to.be.greaterThan(Date.parse(before.updated_at));
  });

  it('leaves no event and no new time when a patch changes nothing', async () => {
    const [before, events] = [await read(joe), await eventsOf(joe)];
    const answer = await admin.patch(`/api/users/${joe}`, { role: before.role, is_active: before.is_active });
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal(before);
    expect(await eventsOf(joe)).to.equal(events);
  });

  const wrongPatches = [
    {},
    { role: 'root' },
    { role: null },
    { role: ['admin'] },
    { is_active: 'yes' },
    { is_active: 'false' },
    { is_active: 0 },
    { is_active: null },
    { is_active: [false] },
    { is_active: {} },
    { id: 1, role: 'admin' },
    { username: 'jim' },
    { password: PASSWORD },
    { password_hash: 'x', is_active: true },
    { updated_at: '2020-01-01T00:00:00Z' },
    { role: 'admin', nonsense: true },
  ];
  for (const patch of wrongPatches) {
    it(`refuses the patch ${JSON.stringify(patch)} whole: 422 [U-04, U-05]`, async () => {
      const before = await read(joe);
      expectError(await admin.patch(`/api/users/${joe}`, patch), 422, 'invalid');
      expect(await read(joe)).to.deep.equal(before);
    });
  }

  it('is not poisoned by a patch with __proto__ [U-06, R-29]', async () => {
    const answer = await request(app.url)
      .patch(`/api/users/${joe}`)
      .set('Cookie', admin.cookie)
      .set('Content-Type', 'application/json')
      .send('{"__proto__":{"role":"admin"},"is_active":true}');
    expectError(answer, 422, 'invalid');
    expect((await read(joe)).role).to.equal('user');
  });

  for (const body of [{ password: 7 }, { password: null }, {}, { password: PASSWORD, id: 1 }]) {
    it(`refuses the reset ${JSON.stringify(body)}: 422`, async () => {
      expectError(await admin.post(`/api/users/${joe}/reset-password`, body), 422, 'invalid');
    });
  }

  for (const password of ['', 'short1', 'Joe123456789']) {
    it(`refuses the weak password "${password}" at a reset: 400 [P-01, P-06]`, async () => {
      const answer = await admin.post(`/api/users/${joe}/reset-password`, { password });
      expectError(answer, 400, 'weak_password');
    });
  }

  it('resets a password: the new one is right, the old one is wrong', async () => {
    const id = await createUser(admin, 'forgetful');
    const answer = await admin.post(`/api/users/${id}/reset-password`, { password: 'BrandNewPass99' });
    expect([answer.status, answer.body]).to.deep.equal([200, { ok: true }]);
    const old = await person(app).post('/api/auth/login', { username: 'forgetful', password: PASSWORD });
    expectError(old, 401, 'invalid_credentials');
    await signIn(app, 'forgetful', 'BrandNewPass99');
  });

  it('deletes a user: {ok: true}, then 404 for every call [U-08]', async () => {
    const id = await createUser(admin, 'leaver');
    const answer = await admin.delete(`/api/users/${id}`);
    expect([answer.status, answer.body]).to.deep.equal([200, { ok: true }]);
    for (const call of everyCall(admin, id)) expectError(await call, 404, 'not_found');
  });

  it('refuses fields in the body of a deletion: 422', async () => {
    const id = await createUser(admin, 'kept');
    const answer = await admin.delete(`/api/users/${id}`).send({ force: true });
    expectError(answer, 422, 'invalid');
    expect((await read(id)).username).to.equal('kept');
  });

  for (const id of NO_IDS) {
    it(`knows no user ${id}: 404 [I-01, R-31]`, async () => {
      for (const call of everyCall(admin, encodeURI(id).replaceAll('%25', '%'))) {
        expectError(await call, 404, 'not_found');
      }
    });
  }

  it('knows no user 2147483647, the largest id: 404 [I-01]', async () => {
    for (const call of everyCall(admin, 2147483647)) expectError(await call, 404, 'not_found');
  });

  it('tells a user 403 for a record that exists and for one that does not, alike [Z-02, Z-04]', async () => {
    await createUser(admin, 'curious');
    const curious = await signIn(app, 'curious');
    const before = await read(joe);
    for (const id of [joe, 2147483647, 'abc', 2147483648]) {
      for (const call of everyCall(curious, id)) expectError(await call, 403, 'forbidden');
    }
    expect(await read(joe)).to.deep.equal(before);
  });

  it('tells the anonymous 401 for all of them [Z-01]', async () => {
    for (const id of [joe, 2147483647, 'abc']) {
      for (const call of everyCall(person(app), id)) expectError(await call, 401, 'unauthenticated');
    }
  });

  it('puts a new role in force with the next request [N-11]', async () => {
    const id = await createUser(admin, 'riser');
    const riser = await signIn(app, 'riser');
    expect((await riser.get('/api/users')).status).to.equal(403);
    await admin.patch(`/api/users/${id}`, { role: 'admin' });
    expect((await riser.get('/api/users')).status).to.equal(200);
    await admin.patch(`/api/users/${id}`, { role: 'user' });
    expect((await riser.get('/api/users')).status).to.equal(403);
  });
});
