import { expect } from 'chai';
import request from 'supertest';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addUsers } from '../../support/bulk.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';

interface Result {
  changed: number[];
  unchanged: number[];
  refused: { id: number; code: string; detail: string }[];
}

const NOBODY = 2147483647;

describe('Changing many users at once', () => {
  let app: TestApp;
  let root: Person;
  let rootId: number;
  let made = 0;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    rootId = ((await root.get('/api/auth/me')).body as { id: number }).id;
  });
  after(() => app.stop());

  const bulk = (body: object, who = root) => who.post('/api/users/bulk', body);
  const result = async (body: object, who = root): Promise<Result> => {
    const answer = await bulk(body, who);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.body).to.have.all.keys('changed', 'unchanged', 'refused');
    return answer.body as Result;
  };
  const codes = ({ refused }: Result) => refused.map(({ id, code }) => [id, code]);
  /** Adds users by SQL. @returns their ids */
  const some = async (count: number, fields: object = {}): Promise<number[]> => {
    const rows = Array.from({ length: count }, () => ({
      username: `some${made++}`,
      password_hash: 'x',
      ...fields,
    }));
    return (await app.db('users').insert(rows).returning('id')).map(({ id }) => id);
  };
  const eventsOf = (ids: number[]) =>
    app
      .db('auth_audit')
      .whereIn(
        app.db.raw(`detail->>'target'`) as never,
        ids.map((id) => `${id}`),
      )
      .orderBy('id');

  it('changes the role of all, each with the event of a single call', async () => {
    const ids = await some(3);
    expect(await result({ ids, action: 'update', data: { role: 'admin' } })).to.deep.equal({
      changed: ids,
      unchanged: [],
      refused: [],
    });
    const single = await createUser(root, 'alone');
    await root.patch(`/api/users/${single}`, { role: 'admin' });
    const [alone] = (await eventsOf([single])).filter(({ event }) => event === 'user_update');
    const events = await eventsOf(ids);
    expect(events).to.have.length(3);
    for (const [n, row] of events.entries()) {
      expect(row.detail).to.deep.equal({ ...alone?.detail, target: ids[n], username: row.detail.username });
      expect([row.event, row.user_id, row.username, row.ip]).to.deep.equal(
        ['user_update', rootId, 'root', alone?.ip], //
      );
    }
  });

  it('tells apart what changed, what was so already and what is not there, in the order asked', async () => {
    const [inactive, active] = [await some(1, { is_active: false }), await some(2)];
    const ids = [active[1] ?? 0, NOBODY, inactive[0] ?? 0, active[0] ?? 0];
    const answer = await result({ ids, action: 'update', data: { is_active: false } });
    expect(answer.changed).to.deep.equal([active[1], active[0]]);
    expect(answer.unchanged).to.deep.equal(inactive);
    expect(answer.refused).to.deep.equal([
      { id: NOBODY, code: 'not_found', detail: 'There is no such user.' },
    ]);
    expect(await eventsOf(inactive)).to.deep.equal([]);
  });

  it('writes down only what changed of each, and leaves the revision of the others', async () => {
    const [a = 0] = await some(1, { role: 'admin' });
    const [b = 0, c = 0] = [...(await some(1)), ...(await some(1, { role: 'admin', is_active: false }))];
    await result({ ids: [a, b, c], action: 'update', data: { role: 'admin', is_active: false } });
    const details = (await eventsOf([a, b, c])).map(({ detail }) => detail);
    expect(details.map(({ role, is_active, from }) => ({ role, is_active, from }))).to.deep.equal([
      { role: undefined, is_active: false, from: { is_active: true } },
      { role: 'admin', is_active: false, from: { role: 'user', is_active: true } },
    ]);
    const revisions = await app.db('users').whereIn('id', [a, b, c]).orderBy('id').pluck('revision');
    expect(revisions).to.deep.equal([2, 2, 1]);
  });

  it('ends the sessions of those it deactivates, and of nobody else', async () => {
    const ids = [await createUser(root, 'going'), await createUser(root, 'promoted')];
    const sessions = [await signIn(app, 'going'), await signIn(app, 'promoted')];
    await result({ ids: [ids[1]], action: 'update', data: { role: 'admin' } });
    await result({ ids: [ids[0]], action: 'update', data: { is_active: false } });
    expectError(await sessions[0]!.get('/api/auth/me'), 401, 'unauthenticated');
    expect((await sessions[1]!.get('/api/auth/me')).status).to.equal(200);
    await result({ ids: [ids[0]], action: 'update', data: { is_active: true } });
    expectError(await sessions[0]!.get('/api/auth/me'), 401, 'unauthenticated');
  });

  it('deletes with sessions; the log keeps the names', async () => {
    const ids = [await createUser(root, 'leaver'), await createUser(root, 'goer', 'admin')];
    const session = await signIn(app, 'leaver');
    expect((await result({ ids, action: 'delete' })).changed).to.deep.equal(ids);
    expectError(await session.get('/api/auth/me'), 401, 'unauthenticated');
    expect(await app.db('users').whereIn('id', ids)).to.deep.equal([]);
    const deletions = (await eventsOf(ids)).filter(({ event }) => event === 'user_delete');
    expect(deletions.map(({ detail }) => detail)).to.deep.equal([
      { target: ids[0], username: 'leaver', role: 'user' },
      { target: ids[1], username: 'goer', role: 'admin' },
    ]);
  });

  for (const change of [
    { action: 'delete' },
    { action: 'update', data: { role: 'user' } },
    { action: 'update', data: { is_active: false } },
  ]) {
    it(`spares one's own account at ${JSON.stringify(change)}, and goes on with the others`, async () => {
      const [other = 0] = await some(1, { role: 'admin' });
      const answer = await result({ ids: [rootId, other], ...change });
      expect(answer.changed).to.deep.equal([other]);
      expect(codes(answer)).to.deep.equal([[rootId, 'own_account']]);
    });
  }

  it('never takes the last administrator, whoever goes before', async () => {
    await app.db('users').where({ role: 'admin' }).whereNot({ id: rootId }).update({ role: 'user' });
    const others = await some(2, { role: 'admin' });
    const answer = await result({
      ids: [...others, rootId],
      action: 'update',
      data: { is_active: false, role: 'user' },
    });
    expect(answer.changed).to.deep.equal(others);
    expect(codes(answer)).to.deep.equal([[rootId, 'last_admin']]);
    expect((await root.get('/api/auth/me')).status).to.equal(200);
  });

  it('leaves no trace where nothing changes', async () => {
    const before = await app.db('auth_audit').count();
    const ids = await some(2);
    expect((await result({ ids, action: 'update', data: { role: 'user' } })).unchanged).to.deep.equal(ids);
    expect(codes(await result({ ids: [NOBODY], action: 'delete' }))).to.deep.equal([[NOBODY, 'not_found']]);
    expect(await app.db('auth_audit').count()).to.deep.equal(before);
  });

  const update = { action: 'update', data: { role: 'user' } };
  const wrong: Record<string, object> = {
    'no ids': { action: 'delete' },
    'an empty list': { ids: [], action: 'delete' },
    'a list of 1001': { ids: Array.from({ length: 1001 }, (_, n) => n + 1), ...update },
    'an id twice': { ids: [5, 6, 5], ...update },
    'ids as text': { ids: ['5'], ...update },
    'a number for the list': { ids: 5, ...update },
    'an object for the list': { ids: { 0: 5, length: 1 }, ...update },
    'the id 0': { ids: [0], ...update },
    'a negative id': { ids: [-1], ...update },
    'a fraction': { ids: [1.5], ...update },
    'an id beyond any': { ids: [2147483648], ...update },
    null: { ids: [null], ...update },
    'lists in the list': { ids: [[5]], ...update },
    'no action': { ids: [5] },
    'another action': { ids: [5], action: 'purge' },
    'an action in a list': { ids: [5], action: ['delete'] },
    'an update without data': { ids: [5], action: 'update' },
    'an update with empty data': { ids: [5], action: 'update', data: {} },
    'data that is null': { ids: [5], action: 'update', data: null },
    'data that is a list': { ids: [5], action: 'update', data: ['role'] },
    'another role': { ids: [5], action: 'update', data: { role: 'root' } },
    'a role with NUL': { ids: [5], action: 'update', data: { role: 'user\0' } },
    'a state as text': { ids: [5], action: 'update', data: { is_active: 'false' } },
    'a state as a number': { ids: [5], action: 'update', data: { is_active: 0 } },
    'one wrong field of two': { ids: [5], action: 'update', data: { role: 'user', is_active: null } },
    'an unknown field in data': { ids: [5], action: 'update', data: { role: 'user', username: 'x' } },
    'a password in data': { ids: [5], action: 'update', data: { password_hash: 'x' } },
    'a deletion with data': { ids: [5], action: 'delete', data: { role: 'user' } },
    'an unknown field': { ids: [5], ...update, force: true },
    'a field with a dotted name': { ids: [5], ...update, 'data.role': 'admin' },
  };
  for (const [what, body] of Object.entries(wrong)) {
    it(`refuses ${what}: 422`, async () => {
      const answer = await bulk(body);
      expectError(answer, 422, 'invalid');
    });
  }

  it('is not poisoned by __proto__ in data', async () => {
    const answer = await request(app.url)
      .post('/api/users/bulk')
      .set('Cookie', root.cookie)
      .set('Content-Type', 'application/json')
      .send(`{"ids":[5],"action":"update","data":{"__proto__":{"role":"admin"}}}`);
    expectError(answer, 422, 'invalid');
  });

  it('takes a thousand, and is done in a moment', async () => {
    await addUsers(app.db, 1000);
    const ids = await app.db('users').where('username', 'like', 'bulk%').orderBy('id').pluck<number[]>('id');
    expect(ids).to.have.length(1000);
    const changes = [{ action: 'update', data: { role: 'admin', is_active: false } }, { action: 'delete' }];
    for (const change of changes) {
      const begun = Date.now();
      expect((await result({ ids, ...change })).changed).to.have.length(1000);
      expect(Date.now() - begun, change.action).to.be.lessThan(3000);
    }
    expect(await eventsOf(ids)).to.have.length(2000);
  });

  it('is for administrators: 401 for the anonymous, 403 for a user', async () => {
    const ids = await some(1);
    await createUser(root, 'curious');
    expectError(await bulk({ ids, action: 'delete' }, person(app)), 401, 'unauthenticated');
    expectError(await bulk({ ids, action: 'delete' }, await signIn(app, 'curious')), 403, 'forbidden');
    expect(await app.db('users').whereIn('id', ids)).to.have.length(1);
  });
});

describe('Bulk changes against each other and against single ones', function () {
  this.timeout(120_000);
  let app: TestApp;
  let root: Person;
  let rootId: number;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    rootId = ((await root.get('/api/auth/me')).body as { id: number }).id;
  });
  after(() => app.stop());

  const activeAdmins = () => app.db('users').where({ role: 'admin', is_active: true });
  const deadlocks = async () => {
    const { rows } = await app.db.raw<{ rows: { deadlocks: number }[] }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    return rows[0]?.deadlocks;
  };

  it('cross without a deadlock, in whatever order the ids are given, 30 times over', async () => {
    for (let round = 0; round < 30; round++) {
      const rows = Array.from({ length: 40 }, (_, n) => ({ username: `r${round}n${n}`, password_hash: 'x' }));
      const ids = (await app.db('users').insert(rows).returning('id')).map(({ id }) => id);
      const mixed = [...ids].reverse();
      const answers = await Promise.all([
        root.post('/api/users/bulk', { ids, action: 'update', data: { is_active: false } }),
        root.post('/api/users/bulk', { ids: mixed, action: 'update', data: { role: 'admin' } }),
        root.post('/api/users/bulk', { ids: mixed, action: 'delete' }),
        ...[0, 13, 26, 39].map((n) => root.delete(`/api/users/${ids[n]}`)),
        ...[5, 35].map((n) => root.patch(`/api/users/${ids[n]}`, { is_active: false })),
        root.post(`/api/users/${ids[20]}/reset-password`, { password: 'BrandNewPass99' }),
      ]);
      for (const { status, text } of answers) expect(status, text).to.be.oneOf([200, 404]);
      expect(await app.db('users').whereIn('id', ids)).to.deep.equal([]);
      const deletions = await app
        .db('auth_audit')
        .where({ event: 'user_delete' })
        .whereRaw(`detail->>'username' like ?`, [`r${round}n%`]);
      expect(deletions, 'each deleted once').to.have.length(40);
    }
    expect(await deadlocks()).to.equal(0);
  });

  it('leave exactly one administrator of two who take each other away, 20 times over', async () => {
    for (let round = 0; round < 20; round++) {
      const names = [`left${round}`, `right${round}`];
      const ids = [await createUser(root, names[0]!, 'admin'), await createUser(root, names[1]!, 'admin')];
      const [left, right] = [await signIn(app, names[0]!), await signIn(app, names[1]!)];
      await app.db('users').whereNotIn('id', ids).update({ is_active: false });
      const bodies = [
        { ids, action: 'delete' },
        { ids: [...ids].reverse(), action: 'update', data: { role: 'user' } },
        { ids, action: 'update', data: { is_active: false } },
      ];
      const answers = await Promise.all([
        ...bodies.flatMap((body) => [left, right].map((who) => who.post('/api/users/bulk', body))),
        left.delete(`/api/users/${ids[1]}`),
        right.patch(`/api/users/${ids[0]}`, { is_active: false }),
      ]);
      for (const { status, text } of answers) expect(status, text).to.be.oneOf([200, 400, 401, 403, 404]);
      expect(await activeAdmins(), `round ${round}`).to.have.length(1);
      await app.db('users').where({ id: rootId }).update({ is_active: true });
      await app.db('users').whereIn('id', ids).update({ is_active: false });
    }
    expect(await deadlocks()).to.equal(0);
  });
});
