import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';

interface Row {
  id: number;
  ts: string;
  event: string;
}

describe('Reading the audit log', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    await signIn(app, 'joe');
    // ids 1001 to 1060; their times run the other way, four a second: the order must be the id's.
    await app.db.raw(`
      insert into auth_audit (id, ts, user_id, username, event, ip, detail)
      select 1000 + n, timestamptz '2025-06-01 12:00:00.250Z' - make_interval(secs => (n - 1) / 4), 500 + n % 3,
             'past' || n % 3, (array['logout', 'login_fail'])[1 + n % 2], '10.1.1.' || n % 4,
             jsonb_build_object('target', 600 + n % 2, 'username', '100%_sure' || n)
        from generate_series(1, 60) n`);
    // A tenant of the same number as a user.
    await app.db.raw(`
      insert into auth_audit (id, event, detail)
      values (1061, 'tenant_update', '{"target": 601, "name": "Acme"}'),
             (1062, 'job_create', '{"target": 601, "name": "Acme", "job": 1}'),
             (1063, 'logout', '{"note": "acct40712"}'), (1064, 'logout', '{"note": "40712 acct"}')`);
    await app.db.raw(`select setval('auth_audit_id_seq', 2000)`);
    await admin.post('/api/auth/login', { username: 'nobody', password: 'x' });
  });
  after(() => app.stop());

  const list = (filter: object, more = '') =>
    admin.get(`/api/audit?filter=${encodeURIComponent(JSON.stringify(filter))}${more}`);
  const ids = async (filter: object, more = '') => {
    const answer = await list(filter, more);
    expect(answer.status, answer.text).to.equal(200);
    return (answer.body as Row[]).map(({ id }) => id);
  };
  /** What the database says, newest first. */
  const really = (condition: string) =>
    app.db('auth_audit').whereRaw(condition).orderBy('id', 'desc').pluck('id');

  it('is newest first by id, also where the times run otherwise [G-03, F41]', async () => {
    expect(await ids({})).to.deep.equal(await really('true'));
  });

  it('says the range and the total', async () => {
    const total = (await really('true')).length;
    expect((await list({}, '&range=[10,19]')).headers['content-range']).to.equal(`audit 10-19/${total}`);
  });

  const filters: [object, string][] = [
    [{ event: 'login_fail' }, `event = 'login_fail'`],
    [{ event: 'user_delete' }, 'false'],
    [{ user_id: 501 }, 'user_id = 501'],
    [{ target_id: 601 }, `detail->>'target' = '601'`],
    [{ target_user_id: 601 }, `detail->>'target' = '601' and id <= 1060`],
    [{ tenant_id: 601 }, `detail->>'target' = '601' and id > 1060`],
    [{ tenant_id: 602 }, 'false'],
    [{ ip: '10.1.1.2' }, `ip = '10.1.1.2'`],
    [{ ip: '10.1.1' }, 'false'],
    [{ id: [1001, 1003, 99999] }, 'id in (1001, 1003)'],
    [{ id: 1002 }, 'id = 1002'],
    [{ ts_gte: '2025-06-01T11:59:55.250Z' }, `ts >= '2025-06-01T11:59:55.250Z'`],
    [{ ts_lte: '2025-06-01T11:59:55.250Z' }, `ts <= '2025-06-01T11:59:55.250Z'`],
    [{ ts_lte: '2025-06-01T13:59:55.250+02:00' }, `ts <= '2025-06-01T11:59:55.250Z'`],
    [{ ts_gte: '2025-06-02' }, `ts >= '2025-06-02T00:00:00Z'`],
    [
      { ts_gte: '2025-06-01T11:59:50Z', ts_lte: '2025-06-01T11:59:52Z' },
      `ts between '2025-06-01T11:59:50Z' and '2025-06-01T11:59:52Z'`,
    ],
    [{ ts_lte: '1990-01-01' }, 'false'],
    [{ ts_gte: '2990-01-01' }, 'false'],
    [{ q: 'PAST2' }, `username = 'past2'`],
    [{ q: '100%_sure7' }, `detail->>'username' = '100%_sure7'`],
    [{ q: '100__sure' }, 'false'],
    [{ q: '%_s' }, 'id between 1001 and 1060'],
    [{ q: 'ACCT40712' }, 'id = 1063'],
    [{ q: '40712' }, 'id in (1063, 1064)'],
    // One or two characters find what begins with them: names, events, addresses.
    [{ q: '%' }, 'false'],
    [{ q: '10' }, `ip like '10%'`],
    [{ q: 'Lo' }, `event like 'lo%'`],
    [{ q: 'pA' }, `username like 'past%'`],
    [{ q: 'r' }, `username = 'root'`],
    [{ q: 'lo', ts_lte: '2025-06-02' }, `event like 'lo%' and id <= 1060 and id > 1000`],
    [{ q: '10.1.1.3' }, `ip = '10.1.1.3'`],
    [
      { event: 'logout', user_id: 500, ip: '10.1.1.0' },
      `event = 'logout' and user_id = 500 and ip = '10.1.1.0'`,
    ],
  ];
  for (const [filter, condition] of filters) {
    it(`filters by ${JSON.stringify(filter)}`, async () => {
      const expected = await really(condition);
      expect(await ids(filter)).to.deep.equal(expected);
      if (condition !== 'false') expect(expected).to.not.be.empty;
      const range = (await list(filter)).headers['content-range'];
      expect(range).to.equal(
        expected.length > 0 ? `audit 0-${expected.length - 1}/${expected.length}` : 'audit */0',
      );
    });
  }

  it('takes ?event= and ?limit= by themselves', async () => {
    const answer = await admin.get('/api/audit?event=logout&limit=5');
    const expected = (await really(`event = 'logout'`)).slice(0, 5);
    expect((answer.body as Row[]).map(({ id }) => id)).to.deep.equal(expected);
  });

  it('keeps ?event= on the next page', async () => {
    const first = await admin.get('/api/audit?event=logout&limit=5');
    const next = /<([^>]+)>/.exec(first.headers.link ?? '')?.[1] ?? '';
    const expected = (await really(`event = 'logout'`)).slice(5, 10);
    expect(((await admin.get(next)).body as Row[]).map(({ id }) => id)).to.deep.equal(expected);
  });

  for (const zone of ['America/New_York', 'Asia/Kathmandu']) {
    it(`filters by the same moments where the server's clock shows ${zone}`, async () => {
      const before = process.env.TZ;
      // More rows than the slack of ids lie within the hours that a zone could be off by.
      await app.db.raw(`
        insert into auth_audit (ts, event, detail)
        select timestamptz '2025-07-01 12:00Z' + make_interval(secs => n), 'logout', '{}' from generate_series(1, 25000) n`);
      process.env.TZ = zone;
      try {
        const filter = { ts_gte: '2025-07-01T12:00:00Z', ts_lte: '2025-07-01T15:00:00Z' };
        const range = (await list(filter, '&range=[0,4]')).headers['content-range'];
        expect(range).to.match(/^audit 0-4\/(\*|10800)$/);
        const [newest] = (await list(filter, '&range=[0,4]')).body as Row[];
        expect(newest?.ts).to.equal('2025-07-01T15:00:00.000Z');
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    });
  }

  for (const query of [
    'limit=0',
    'limit=1001',
    'limit=x',
    'event=nothing',
    'event=',
    'user_id=1',
    'sort=["ip","ASC"]',
    'sort=["detail","ASC"]',
  ]) {
    it(`refuses ${query}: 422 [G-03]`, async () => {
      expectError(await admin.get(`/api/audit?${encodeURI(query)}`), 422, 'invalid');
    });
  }

  it('is for administrators: 401 for the anonymous, 403 for a user [Z-01, Z-02]', async () => {
    expectError(await person(app).get('/api/audit'), 401, 'unauthenticated');
    expectError(await (await signIn(app, 'joe')).get('/api/audit'), 403, 'forbidden');
  });
});
