import { expect } from 'chai';
import request from 'supertest';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, setUp, signIn, person, type Person } from '../../support/people.js';

interface User {
  id: number;
  username: string;
  role: string;
}

describe('The list of users', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    for (const name of ['Bob', 'alice', 'a_b', 'a.b', 'under_score', 'dave']) await createUser(admin, name);
    await admin.patch(`/api/users/${await createUser(admin, 'eve', 'admin')}`, { is_active: false });
  });
  after(() => app.stop());

  const list = (query: Record<string, unknown> = {}) => {
    const params = Object.entries(query).map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name}=${encodeURIComponent(text)}`;
    });
    return admin.get(`/api/users?${params.join('&')}`);
  };
  const names = async (query: Record<string, unknown> = {}) => {
    const answer = await list(query);
    expect(answer.status, answer.text).to.equal(200);
    return (answer.body as User[]).map(({ username }) => username);
  };
  const rangeOf = async (query: Record<string, unknown> = {}) => (await list(query)).headers['content-range'];
  const EVERYBODY = ['root', 'Bob', 'alice', 'a_b', 'a.b', 'under_score', 'dave', 'eve'];

  it('is a plain array, oldest first, with Content-Range [U-01]', async () => {
    expect(await names()).to.deep.equal(EVERYBODY);
    expect(await rangeOf()).to.equal('users 0-7/8');
  });

  it('holds exactly the eleven fields, never the hash [P-07]', async () => {
    for (const user of (await list()).body as object[]) {
      expect(user).to.have.all.keys(
        ...['id', 'username', 'role', 'is_active', 'created_at', 'updated_at', 'last_login_at'],
        ...['revision', 'live_sessions', 'must_change_password', 'second_factor'],
      );
    }
  });

  it('gives the rows of range, both ends inclusive', async () => {
    expect(await names({ range: [2, 4] })).to.deep.equal(['alice', 'a_b', 'a.b']);
    expect(await rangeOf({ range: [2, 4] })).to.equal('users 2-4/8');
    expect(await rangeOf({ range: [6, 99] })).to.equal('users 6-7/8');
  });

  it('gives no rows past the end, and says how many there are', async () => {
    const answer = await list({ range: [50, 59] });
    expect(answer.body).to.deep.equal([]);
    expect(answer.headers['content-range']).to.equal('users */8');
    expect(answer.headers).not.to.have.property('link');
  });

  it('takes limit and offset in place of range', async () => {
    expect(await names({ limit: 2 })).to.deep.equal(['root', 'Bob']);
    expect(await names({ limit: 2, offset: 3 })).to.deep.equal(['a_b', 'a.b']);
    expect(await rangeOf({ limit: 2, offset: 3 })).to.equal('users 3-4/8');
  });

  it('sorts by name without regard to case', async () => {
    const sorted = ['a.b', 'a_b', 'alice', 'Bob', 'dave', 'eve', 'root', 'under_score'];
    expect(await names({ sort: ['username', 'ASC'] })).to.deep.equal(sorted);
    expect(await names({ sort: ['username', 'DESC'] })).to.deep.equal(sorted.toReversed());
  });

  it('sorts by last_login_at, those who never signed in together at one end', async () => {
    expect((await names({ sort: ['last_login_at', 'DESC'] }))[0]).to.equal('root');
    expect((await names({ sort: ['last_login_at', 'ASC'] })).at(-1)).to.equal('root');
  });

  it('filters by role, by is_active, and by both at once', async () => {
    expect(await names({ filter: { role: 'admin' } })).to.deep.equal(['root', 'eve']);
    expect(await names({ filter: { is_active: false } })).to.deep.equal(['eve']);
    expect(await names({ filter: { role: 'admin', is_active: true } })).to.deep.equal(['root']);
    expect(await rangeOf({ filter: { role: 'admin' } })).to.equal('users 0-1/2');
  });

  it('gives many by their ids; unknown ones are simply not there', async () => {
    const [first, second] = (await list({ range: [1, 2] })).body as User[];
    const ids = [second?.id, first?.id, 2147483647];
    expect(await names({ filter: { id: ids } })).to.deep.equal(['Bob', 'alice']);
    expect(await names({ filter: { id: first?.id } })).to.deep.equal(['Bob']);
    expect(await names({ filter: { id: [] } })).to.deep.equal([]);
  });

  it('finds a part of a name by q, without regard to case', async () => {
    expect(await names({ filter: { q: 'SCORE' } })).to.deep.equal(['under_score']);
    expect(await names({ filter: { q: 'lic' } })).to.deep.equal(['alice']);
    expect(await names({ filter: { q: 'nobody' } })).to.deep.equal([]);
    expect(await names({ filter: { q: 'bO' } })).to.deep.equal(['Bob']);
  });

  const plain: Record<string, string[]> = {
    '%': [],
    _: [],
    '%%%': [],
    ___: [],
    a_: ['a_b'],
    a_b: ['a_b'],
    'a%b': [],
    '\\': [],
    'a\\_b': [],
    r_sc: ['under_score'],
    "' or 1=1 --": [],
    '.*': [],
  };
  for (const [q, found] of Object.entries(plain)) {
    it(`takes the wildcards of q=${q} as plain characters [I-03, R-30]`, async () => {
      expect(await names({ filter: { q } })).to.deep.equal(found);
    });
  }

  it('links the next page, which keeps sort, filter and size', async () => {
    const first = await list({ sort: ['username', 'DESC'], filter: { is_active: true }, range: [0, 2] });
    const link = /^<(\/api\/users\?[^>]+)>; rel="next"$/.exec(first.headers.link ?? '')?.[1] ?? '';
    const second = await admin.get(link);
    const found = (second.body as User[]).map(({ username }) => username);
    expect(found).to.deep.equal(['Bob', 'alice', 'a_b']);
    expect(second.headers['content-range']).to.equal('users 3-5/7');
  });

  it('links nothing on the last page, also when it is full', async () => {
    expect((await list({ range: [0, 7] })).headers).not.to.have.property('link');
    expect((await list({ range: [0, 6] })).headers).to.have.property('link');
  });

  it('answers HEAD like GET, without the rows', async () => {
    const answer = await admin.get('/api/users');
    const head = await request(app.url).head('/api/users').set('Cookie', admin.cookie);
    expect(head.status).to.equal(200);
    expect(head.text ?? '').to.equal('');
    for (const name of ['content-range', 'content-type', 'content-length']) {
      expect(head.headers[name]).to.equal(answer.headers[name]);
    }
  });

  for (const column of [
    'password_hash',
    'PASSWORD_HASH',
    'id; drop table users',
    'users.id',
    'nothing',
    '',
  ]) {
    it(`refuses to sort by ${column}: 422 [I-03, P-07]`, async () => {
      expectError(await list({ sort: [column, 'ASC'] }), 422, 'invalid');
    });
  }

  for (const filter of [
    { password_hash: '$' },
    { username: 'root' },
    { 'users.id': 1 },
    { $or: [] },
    { constructor: 1 },
  ]) {
    it(`refuses the filter ${JSON.stringify(filter)}: 422 [I-03, P-07]`, async () => {
      expectError(await list({ filter }), 422, 'invalid');
    });
  }

  for (const name of ['foo', 'order', 'username', '_sort', 'toString', 'event']) {
    it(`refuses the unknown parameter ${name}: 422`, async () => {
      expectError(await list({ [name]: '1' }), 422, 'invalid');
    });
  }

  it('refuses a range past row 10,000 and says what to use: 422', async () => {
    const answer = await list({ range: [10_000, 10_024] });
    expectError(answer, 422, 'invalid');
    expect((answer.body as { detail: string }).detail).to.match(/cursor/i);
    expectError(await list({ offset: 10_000 }), 422, 'invalid');
  });

  it('refuses more than 1000 rows at once: 422', async () => {
    expectError(await list({ range: [0, 1000] }), 422, 'invalid');
    expectError(await list({ limit: 1001 }), 422, 'invalid');
    expect((await list({ range: [0, 999] })).status).to.equal(200);
  });

  it('refuses a cursor of another order: 422', async () => {
    const { headers } = await list({ range: [0, 1] });
    const cursor = new URL(/<([^>]+)>/.exec(headers.link ?? '')?.[1] ?? '', app.url).searchParams.get(
      'cursor',
    );
    expectError(await list({ cursor: cursor ?? '', sort: ['username', 'ASC'] }), 422, 'invalid');
    expectError(await list({ cursor: cursor ?? '', sort: ['created_at', 'DESC'] }), 422, 'invalid');
  });

  it('is for administrators: 401 for the anonymous, 403 for a user [Z-01, Z-02]', async () => {
    expectError(await person(app).get('/api/users?nonsense=1'), 401, 'unauthenticated');
    expectError(await (await signIn(app, 'alice')).get('/api/users?nonsense=1'), 403, 'forbidden');
  });
});
