/**
 * Pages of filtered lists against the same rows filtered and sorted here: however many hits there are and wherever in
 * the order they are, which decides how they are read.
 */
import { expect } from 'chai';
import type { ListQuery } from '../../db/list-source.js';
import { listUsers, type StoredUser } from '../../server/users/users-store.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const USERS = 6_000;

/** Each with how many hits it has, and where: spread, or all at one end of the order by id. */
const FILTERS: [name: string, filter: ListQuery['filter'], isHit: (user: StoredUser) => boolean][] = [
  ['few, spread', { second_factor: true }, ({ id }) => id % 100 === 0],
  ['a third, spread', { is_active: false }, ({ id }) => id % 3 === 0],
  ['many, at the beginning', { role: 'admin' }, ({ id }) => id <= 1_500],
  [
    'many and spread, of those at the beginning',
    { role: 'admin', is_active: false },
    ({ id }) => id <= 1_500 && id % 3 === 0,
  ],
  ['names with a text that many have', { q: 'user1' }, ({ username }) => username.includes('user1')],
  ['names that begin with two letters', { q: 'us' }, () => true],
  ['nobody', { q: 'zz' }, () => false],
];

const ORDERS: [field: keyof StoredUser, direction: 'asc' | 'desc'][] = [
  ['id', 'asc'],
  ['id', 'desc'],
  ['username', 'desc'],
  ['is_active', 'asc'],
];

const fold = (value: unknown): string | number =>
  typeof value === 'string' ? value.toLowerCase() : Number(value);

describe('Pages of filtered lists', function () {
  this.timeout(60_000);
  let test: TestDatabase;
  let everybody: StoredUser[];

  before(async () => {
    test = await createTestDatabase();
    await test.db.raw(
      `insert into users (username, password_hash, role, is_active, second_factor)
       select 'user' || n, 'h', case when n <= 1500 then 'admin' else 'user' end, n % 3 > 0, n % 100 = 0
         from generate_series(1, ?) n order by n`,
      [USERS],
    );
    await test.db.raw('vacuum analyze users');
    everybody = await test.db('users').select('*');
  });
  after(() => test.drop());

  /** What the page must be. */
  function expected(
    isHit: (user: StoredUser) => boolean,
    [field, direction]: (typeof ORDERS)[number],
  ): number[] {
    const sign = direction === 'asc' ? 1 : -1;
    const compare = (a: StoredUser, b: StoredUser): number => {
      const [left, right] = [fold(a[field]), fold(b[field])];
      return sign * (left < right ? -1 : left > right ? 1 : a.id - b.id);
    };
    return everybody
      .filter(isHit)
      .sort(compare)
      .map(({ id }) => id);
  }

  for (const [name, filter, isHit] of FILTERS) {
    for (const order of ORDERS) {
      const [field, direction] = order;
      it(`are right: ${name}, by ${field} ${direction}`, async () => {
        const all = expected(isHit, order);
        const query: ListQuery = { sort: { field, direction }, offset: 0, limit: 25, after: null, filter };
        const first = await listUsers(test.db, query);
        expect(first.total).to.equal(all.length);
        expect(first.rows.map(({ id }) => id)).to.deep.equal(all.slice(0, 25));

        // The next page by its cursor, and one far behind by its number.
        const next = await listUsers(test.db, { ...query, offset: 25, after: first.next });
        if (first.next !== null) expect(next.rows.map(({ id }) => id)).to.deep.equal(all.slice(25, 50));
        const deep = await listUsers(test.db, { ...query, offset: 1_200 });
        expect(deep.rows.map(({ id }) => id)).to.deep.equal(all.slice(1_200, 1_225));
        expect(deep.total).to.equal(all.length);
      });
    }
  }

  it('have no total beyond ten thousand hits', async () => {
    await test.db.raw(
      `insert into users (username, password_hash, role) select 'more' || n, 'h', 'user' from generate_series(1, 10001) n`,
    );
    const query: ListQuery = {
      sort: { field: 'id', direction: 'asc' },
      offset: 0,
      limit: 25,
      after: null,
      filter: { role: 'user' },
    };
    const page = await listUsers(test.db, query);
    expect(page.total).to.equal(null);
    expect(page.rows.map(({ id }) => id)).to.deep.equal(Array.from({ length: 25 }, (_, n) => 1_501 + n));
  });
});
