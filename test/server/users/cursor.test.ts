import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addAuditRows } from '../../support/bulk.js';
import { setUp, type Person } from '../../support/people.js';

const FIELDS = ['id', 'username', 'role', 'is_active', 'created_at', 'updated_at', 'last_login_at'];

describe('Walking a list by the cursor of its Link', function () {
  this.timeout(60_000);
  let app: TestApp;
  let admin: Person;
  let all: number[];

  /** 240 users with ties in everything but name and id, times a microsecond apart, and no sign-in at all. */
  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await app.db.raw(`
      insert into users (username, password_hash, role, is_active, created_at, updated_at, last_login_at)
      select (array['W', 'w'])[1 + n % 2] || n, 'x', (array['admin', 'user'])[1 + n % 2], n % 3 > 0,
             t + make_interval(secs => (n / 4) / 1e6), t + make_interval(secs => (n % 7) / 1e6),
             case when n % 3 > 0 then t + make_interval(secs => (n % 5) / 1e6) end
        from generate_series(1, 240) n, (select timestamptz '2025-03-30 00:59:59.999990+00') as moment(t)`);
    all = await app.db('users').orderBy('id').pluck('id');
  });
  after(() => app.stop());

  /** The ids of every page, in order. */
  async function walk(
    query: string,
    between: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<number[]> {
    const ids: number[] = [];
    for (let path: string | undefined = query; path !== undefined;) {
      const answer = await admin.get(path);
      expect(answer.status, answer.text).to.equal(200);
      const rows = answer.body as { id: number }[];
      const first = ids.length;
      expect(answer.headers['content-range']).to.match(
        new RegExp(`^\\w+ ${first}-${first + rows.length - 1}/`),
      );
      ids.push(...rows.map(({ id }) => id));
      path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.link ?? '')?.[1];
      await between();
    }
    return ids;
  }

  for (const field of FIELDS) {
    for (const order of ['ASC', 'DESC']) {
      it(`meets every user exactly once by ${field} ${order}, in the order of one big page`, async () => {
        const sort = `sort=${encodeURIComponent(JSON.stringify([field, order]))}`;
        const ids = await walk(`/api/users?${sort}&range=[0,12]`);
        expect([...ids].sort((a, b) => a - b)).to.deep.equal(all);
        const { body } = await admin.get(`/api/users?${sort}`);
        expect(ids).to.deep.equal((body as { id: number }[]).map(({ id }) => id));
      });
    }
  }

  it('keeps the filter on every page', async () => {
    const filter = encodeURIComponent('{"is_active":false}');
    const ids = await walk(`/api/users?filter=${filter}&limit=7`);
    expect(ids).to.have.members(await app.db('users').where({ is_active: false }).pluck('id'));
  });

  it('goes on from an offset', async () => {
    const sort = encodeURIComponent('["id","ASC"]');
    const first = await admin.get(`/api/users?sort=${sort}&limit=50&offset=100`);
    const next = /<([^>]+)>/.exec(first.headers.link ?? '')?.[1] ?? '';
    const second = await admin.get(next);
    expect((second.body as { id: number }[])[0]?.id).to.equal(all[150]);
    expect(second.headers['content-range']).to.equal(`users 150-199/${all.length}`);
  });

  for (const sort of ['["created_at","ASC"]', '["username","DESC"]', '["last_login_at","ASC"]']) {
    it(`meets who was there before exactly once while others are added, by ${sort}`, async () => {
      const before = await app.db('users').pluck<number[]>('id');
      let n = 0;
      const ids = await walk(`/api/users?sort=${encodeURIComponent(sort)}&limit=11`, () =>
        // Copies of rows on both sides of the cursor, with the very same keys.
        app.db.raw(
          `insert into users (username, password_hash, created_at, last_login_at)
           select username || '-' || ?, 'x', created_at, last_login_at from users order by random() limit 2`,
          [`${sort.length}.${n++}`],
        ),
      );
      expect(new Set(ids).size).to.equal(ids.length);
      expect(ids).to.include.members(before);
    });
  }

  for (const sort of [
    '["id","DESC"]',
    '["id","ASC"]',
    '["ts","DESC"]',
    '["event","ASC"]',
    '["event","DESC"]',
  ]) {
    it(`meets every row of the audit log exactly once by ${sort}`, async () => {
      if ((await app.db('auth_audit')).length < 300) await addAuditRows(app.db, 300);
      const rows = await app.db('auth_audit').orderBy('id').pluck<number[]>('id');
      const ids = await walk(`/api/audit?sort=${encodeURIComponent(sort)}&range=[0,36]`);
      expect([...ids].sort((a, b) => a - b)).to.deep.equal(rows);
    });
  }
});
