import { expect } from 'chai';
import { rollUpSignIns } from '../../../server/audit/sign-in-counts-service.js';
import { NOBODY, type Ctx } from '../../../server/core/context.js';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, signIn, ADMIN, type Person } from '../../support/people.js';

interface Bucket {
  from: string;
  to: string;
  ok: number;
  failed: number;
  throttled: number;
}

const FIELDS: Record<string, 'ok' | 'failed' | 'throttled'> = {
  login_ok: 'ok',
  login_fail: 'failed',
  login_throttled: 'throttled',
};

describe('The counts of sign-ins', () => {
  let app: TestApp;
  let admin: Person;
  let ctx: Ctx;

  beforeEach(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    ctx = { ...app.deps, requestId: 'test', ip: 'local', userAgent: null, ...NOBODY };
  });
  afterEach(() => app.stop());

  /** Adds sign-ins of all kinds, and other events, spread over the last hours. */
  const seed = (count: number, hours: number) =>
    app.db.raw(
      `insert into auth_audit (ts, event)
       select now() - make_interval(secs => ?::float8 * n / ?),
              (array['login_ok', 'login_fail', 'login_ok', 'logout', 'login_throttled', 'user_create'])[1 + n * 7 % 6]
         from generate_series(0, ?::int - 1) n`,
      [hours * 3600, count, count],
    );

  async function ask(query: string, who = admin): Promise<Bucket[]> {
    const response = await who.get(`/api/stats/sign-ins${query}`);
    expect(response.status, response.text).to.equal(200);
    return response.body as Bucket[];
  }

  /** What the buckets must hold, by looking at every row. */
  async function expectTrue(buckets: Bucket[]): Promise<void> {
    const rows = await app.db('auth_audit').select('ts', 'event');
    const expected = buckets.map(({ from, to }) => {
      const counts = { from, to, ok: 0, failed: 0, throttled: 0 };
      for (const { ts, event } of rows) {
        const field = FIELDS[event];
        if (field !== undefined && ts >= new Date(from) && ts < new Date(to)) counts[field] += 1;
      }
      return counts;
    });
    expect(buckets).to.deep.equal(expected);
  }

  const total = (buckets: Bucket[]): number => buckets.reduce((sum, { ok }) => sum + ok, 0);
  const rolled = () => app.db('sign_in_hours').orderBy(['hour', 'event']);
  const state = async () => (await app.db('sign_in_rollup').first('complete_until'))?.complete_until;

  it('are right when the worker never ran, when it ran, and with new rows after it [R-35]', async () => {
    await seed(3000, 24 * 40);
    const questions = ['', '?count=168', '?unit=day', '?unit=day&count=366&time_zone=America/New_York'];
    const before = await Promise.all(questions.map((query) => ask(query)));
    for (const buckets of before) await expectTrue(buckets);
    expect(await rolled()).to.deep.equal([]);
    await keepHouse(app.deps, 'test');
    expect(await rolled()).to.have.length.greaterThan(500);
    const after = await Promise.all(questions.map((query) => ask(query)));
    expect(after).to.deep.equal(before);
    await signIn(app, ADMIN.username, ADMIN.password);
    const latest = await ask('');
    await expectTrue(latest);
    expect(total(latest)).to.equal(total(after[0] ?? []) + 1);
  });

  it('come for exactly as many buckets as were asked for, the last one the present one', async () => {
    for (const [query, count] of [
      ['', 24],
      ['?unit=hour&count=1', 1],
      ['?unit=day', 30],
      ['?unit=day&count=366', 366],
    ] as const) {
      const buckets = await ask(query);
      expect(buckets).to.have.length(count);
      const last = buckets.at(-1)!;
      expect(new Date(last.from).getTime()).to.be.at.most(Date.now());
      expect(new Date(last.to).getTime()).to.be.at.least(Date.now());
      buckets.slice(1).forEach(({ from }, n) => expect(from).to.equal(buckets[n]?.to));
      expect(last).to.have.all.keys('from', 'to', 'ok', 'failed', 'throttled');
    }
  });

  it('leave hours that ended less than ten minutes ago to the log', async () => {
    await seed(100, 10);
    await rollUpSignIns(ctx);
    const until = (await state())!;
    const settled = Date.now() - 10 * 60_000;
    expect(until.getTime() % 3_600_000).to.equal(0);
    expect(until.getTime()).to.be.at.most(settled);
    expect(until.getTime()).to.be.greaterThan(settled - 3_600_000);
    await expectTrue(await ask('?count=24'));
  });

  it('are the same however often and by however many processes at once they are rolled up [R-35]', async () => {
    await seed(5000, 24 * 30);
    const hours = await Promise.all(Array.from({ length: 6 }, () => rollUpSignIns(ctx)));
    const first = await rolled();
    const span = Math.round(((await state())!.getTime() - first[0]!.hour.getTime()) / 3_600_000);
    expect(
      hours.reduce((sum, n) => sum + n, 0),
      'each hour was counted once',
    ).to.equal(span);
    expect(await rollUpSignIns(ctx)).to.equal(0);
    expect(await rolled()).to.deep.equal(first);
    // As after somebody set it back by hand: counted again, they are replaced.
    await app.db('sign_in_rollup').delete();
    await rollUpSignIns(ctx);
    expect(await rolled()).to.deep.equal(first);
    await expectTrue(await ask('?unit=day&count=40'));
  });

  it('go in bounded steps, and step over long stretches without rows [R-35]', async () => {
    const add = (ago: string) =>
      app.db.raw("insert into auth_audit (ts, event) values (now() - ?::interval, 'login_ok')", [ago]);
    await add('300 days');
    await add('2 days');
    const statements: string[] = [];
    app.db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    await rollUpSignIns(ctx);
    const steps = statements.filter((sql) => sql.includes('into sign_in_hours')).length;
    expect(steps).to.be.within(2, 12);
    await expectTrue(await ask('?unit=day&count=366'));
  });

  it('outlive the rows of the log, and are forgotten after 400 days', async () => {
    await seed(2000, 24 * 60);
    await rollUpSignIns(ctx);
    const before = await ask('?unit=day&count=90');
    await app.db.transaction(async (trx) => {
      await trx.raw("set local clearview.audit_retention = 'on'");
      await trx.raw("delete from auth_audit where ts < now() - interval '3 days'");
    });
    expect(await ask('?unit=day&count=90')).to.deep.equal(before);
    expect(total(before)).to.be.greaterThan(500);
    await app.db.raw(
      `insert into sign_in_hours values (now() - interval '401 days', 'login_ok', 5), (now() - interval '399 days', 'login_ok', 6)`,
    );
    await rollUpSignIns(ctx);
    const old = await app.db('sign_in_hours').whereRaw("hour < now() - interval '100 days'").pluck('count');
    expect(old).to.deep.equal([6]);
  });

  it('of days follow the clocks of the time zone, days of 23 and 25 hours too', async () => {
    await seed(4000, 24 * 366);
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'UTC']) {
      const days = await ask(`?unit=day&count=366&time_zone=${encodeURIComponent(zone)}`);
      const lengths = days.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 3_600_000);
      const odd = lengths.filter((hours) => hours !== 24).sort((a, b) => a - b);
      expect(odd, zone).to.deep.equal(zone === 'UTC' ? [] : [23, 25]);
      await expectTrue(days);
    }
  });

  it('of a zone half an hour off have days that begin at its midnight, and lose no sign-in', async () => {
    await seed(1000, 24 * 10);
    const days = await ask('?unit=day&count=30&time_zone=Asia/Kolkata');
    expect(days.every(({ from }) => from.endsWith('T18:30:00.000Z'))).to.equal(true);
    const [{ count } = { count: 0 }] = await app
      .db('auth_audit')
      .where({ event: 'login_ok' })
      .count({ count: '*' });
    expect(total(days)).to.equal(Number(count));
  });

  for (const query of [
    '?unit=week',
    '?unit=',
    '?count=0',
    '?count=169',
    '?unit=day&count=367',
    '?count=1.5',
    '?count=-1',
    '?count=1&count=2',
    '?time_zone=Mars/Olympus',
    '?time_zone=',
    '?time_zone=%2B02:00',
    "?time_zone=UTC'%3B--",
    '?time_zone=UTC%00',
    `?time_zone=${'A'.repeat(300)}`,
    '?zone=UTC',
  ]) {
    it(`refuse ${query.slice(0, 60)}`, async () => {
      expectError(await admin.get(`/api/stats/sign-ins${query}`), 422, 'invalid');
    });
  }
});
