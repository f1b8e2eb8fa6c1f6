import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addAuditRows, addUsers } from '../../support/bulk.js';
import { expectQuickPages, linkOf, q } from '../../support/lists.js';
import { setUp, type Person } from '../../support/people.js';

describe('Totals around 10,000', function () {
  this.timeout(60_000);
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    // With root: 9,999.
    await addUsers(app.db, 9_998);
  });
  after(() => app.stop());

  const range = async (query = '') =>
    (await admin.get(`/api/users?range=[0,9]${query}`)).headers['content-range'];
  const addOne = (name: string) => app.db('users').insert({ username: name, password_hash: 'x' });

  it('are exact up to 10,000, then *', async () => {
    expect(await range()).to.equal('users 0-9/9999');
    await addOne('number10000');
    expect(await range()).to.equal('users 0-9/10000');
    await addOne('number10001');
    expect(await range()).to.equal('users 0-9/*');
  });

  it('stay exact for a filter with fewer hits', async () => {
    expect(await range(`&filter=${q({ q: 'bulk00001' })}`)).to.equal('users 0-9/10');
  });

  it('take an offset up to row 10,000 and the cursor beyond, to the very end', async () => {
    await addUsersBeyond();
    const sort = q(['id', 'ASC']);
    const last = await admin.get(`/api/users?sort=${sort}&range=[9990,9999]`);
    expect(last.headers['content-range']).to.equal('users 9990-9999/*');
    expect((await admin.get(`/api/users?sort=${sort}&range=[10000,10009]`)).status).to.equal(422);
    const beyond = await admin.get(linkOf(last.headers));
    expect(beyond.status).to.equal(200);
    expect(beyond.headers['content-range']).to.equal('users 10000-10009/*');
    const ids = await app.db('users').orderBy('id').offset(10_000).limit(10).pluck('id');
    expect((beyond.body as { id: number }[]).map(({ id }) => id)).to.deep.equal(ids);
  });

  /** To 10,051 in all. */
  async function addUsersBeyond(): Promise<void> {
    for (let n = 0; n < 50; n++) await addOne(`beyond${n}`);
  }

  it('give the first 1000 users when nothing is asked for, and the first 200 rows of the log', async () => {
    expect((await admin.get('/api/users')).body).to.have.length(1000);
    await addAuditRows(app.db, 1_200);
    expect((await admin.get('/api/audit')).body).to.have.length(200);
    expect((await admin.get('/api/audit?limit=1000')).body).to.have.length(1000);
  });
});

describe('100,000 users and 300,000 audit rows', function () {
  this.timeout(180_000);
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await app.db.transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 0');
      await addUsers(trx, 100_000);
    });
    // Small enough for the time that a statement may take on a busy machine.
    for (let part = 0; part < 30; part++) await addAuditRows(app.db, 10_000);
    await app.db.raw('analyze');
  });
  after(() => app.stop());

  const lists: Record<string, string> = {
    'the first page of users': '/api/users?range=[0,24]',
    'a thousand users': '/api/users',
    'users near row 10,000': '/api/users?range=[9900,9999]',
    'users by name, downwards': `/api/users?sort=${q(['username', 'DESC'])}&range=[0,24]`,
    'users by role': `/api/users?sort=${q(['role', 'ASC'])}&range=[0,24]`,
    'users by their last sign-in': `/api/users?sort=${q(['last_login_at', 'DESC'])}&range=[0,24]`,
    'users by change': `/api/users?sort=${q(['updated_at', 'DESC'])}&range=[0,24]`,
    'users who are inactive': `/api/users?filter=${q({ is_active: false })}&range=[0,24]`,
    'users who never signed in': `/api/users?filter=${q({ never_signed_in: true })}&range=[0,24]`,
    'users made since a moment': `/api/users?filter=${q({ created_gte: new Date(Date.now() - 36e5).toISOString() })}`,
    'users made until a moment': `/api/users?filter=${q({ created_lte: new Date(Date.now() - 36e5).toISOString() })}`,
    'users asleep, by their last sign-in': `/api/users?filter=${q({ dormant_since: new Date(Date.now() - 5e4).toISOString() })}&sort=${q(['last_login_at', 'DESC'])}&range=[0,24]`,
    'users by state': `/api/users?sort=${q(['is_active', 'DESC'])}&range=[0,24]`,
    administrators: `/api/users?filter=${q({ role: 'admin' })}`,
    'a search with few hits': `/api/users?filter=${q({ q: '09999' })}`,
    'a search that all match': `/api/users?filter=${q({ q: 'bulk' })}&range=[0,24]`,
    'a search without hits': `/api/users?filter=${q({ q: 'nobody at all' })}`,
    'a search for one letter': `/api/users?filter=${q({ q: 'z' })}`,
    'the newest audit rows': '/api/audit',
    'audit rows of a frequent event': '/api/audit?event=login_ok',
    'audit rows of a rare event': '/api/audit?event=setup',
    'audit rows of a user': `/api/audit?filter=${q({ user_id: 77 })}`,
    'audit rows about a target': `/api/audit?filter=${q({ target_id: 77 })}`,
    'audit rows from an address': `/api/audit?filter=${q({ ip: '10.0.7.7' })}`,
    'audit rows until yesterday': `/api/audit?filter=${q({ ts_lte: new Date(Date.now() - 864e5).toISOString() })}`,
    'audit rows since a moment': `/api/audit?filter=${q({ ts_gte: new Date(Date.now() - 36e5).toISOString() })}`,
    'a search of the log with few hits': `/api/audit?filter=${q({ q: '10.0.199.199' })}`,
    'a search of the log without hits': `/api/audit?filter=${q({ q: 'nobody at all' })}`,
    'the log by event': `/api/audit?sort=${q(['event', 'DESC'])}&range=[0,24]`,
  };
  for (const [what, path] of Object.entries(lists)) {
    it(`${what}: within 1.5 s, the page after it too [L-03]`, async () => {
      await expectQuickPages(admin, path);
    });
  }

  it('deleting a user walks through no table', async () => {
    const { rows } = await app.db.raw<{ rows: { 'QUERY PLAN': string }[] }>(
      'explain delete from users where id = 77',
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).to.match(/Index Scan using users_pkey/);
    expect(plan).not.to.match(/Seq Scan/);
  });

  it('deleting a user with a past in the log takes no longer than any other request', async () => {
    const begun = Date.now();
    expect((await admin.delete('/api/users/77')).status).to.equal(200);
    expect(Date.now() - begun).to.be.lessThan(1500);
    const past = await admin.get(`/api/audit?filter=${q({ user_id: 77 })}`);
    expect(past.body).to.have.length.greaterThan(100);
  });
});
