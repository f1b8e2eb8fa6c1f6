import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import { createBackup } from '../../../server/backup/backup-service.js';
import { restoreBackup } from '../../../server/backup/restore-service.js';
import type { ActorCtx } from '../../../server/core/context.js';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import { workerCtx } from '../../../server/worker/worker-ctx.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createTestDatabase } from '../../support/database.js';
import { linkOf } from '../../support/lists.js';
import { setUp, type Person } from '../../support/people.js';

describe('The audit log over its months', () => {
  let app: TestApp;
  let admin: Person;

  beforeEach(async () => {
    app = await startTestApp({ AUDIT_RETENTION_DAYS: '60' });
    admin = await setUp(app);
    // No month of two of these four: their rows are in the partition of the rest.
    for (const month of ['2020-01', '2020-02']) await makeMonth(month);
    // So that nobody doubts the clock.
    await addOne('8 days');
  });
  afterEach(() => app.stop());

  const makeMonth = (month: string) =>
    app.db.raw('select clearview_audit_month(?::timestamptz)', [`${month}-01 00:00Z`]);
  /** A row each four days from the beginning of 2020, its time not in the order of its id. */
  const addRows = (count: number) =>
    app.db.raw(
      `insert into auth_audit (ts, event, username)
       select timestamptz '2020-01-02Z' + make_interval(days => (4 * n * 7) % 116), 'logout', 'joe'
         from generate_series(0, ?::int - 1) n`,
      [count],
    );
  const addOne = (age: string) =>
    app.db.raw(
      "insert into auth_audit (ts, event, username) values (now() - ?::interval, 'login_ok', 'ann')",
      [age],
    );
  const parts = async () => {
    const { rows } = await app.db.raw<{ rows: { part: string }[] }>(
      'select distinct tableoid::regclass::text as part from auth_audit order by 1',
    );
    return rows.map(({ part }) => part);
  };

  for (const [order, sql] of [
    ['["id","DESC"]', 'id desc'],
    ['["id","ASC"]', 'id'],
    ['["ts","DESC"]', 'ts desc, id desc'],
    ['["ts","ASC"]', 'ts, id'],
    ['["event","DESC"]', 'event desc, id desc'],
  ] as const) {
    it(`is one list by ${order}, page after page`, async () => {
      await addRows(29);
      expect(await parts()).to.have.length(4);
      const found: number[] = [];
      let next = `/api/audit?limit=4&sort=${encodeURIComponent(order)}`;
      while (next !== '') {
        const answer = await admin.get(next);
        expect(answer.status, answer.text).to.equal(200);
        found.push(...(answer.body as { id: number }[]).map(({ id }) => id));
        next = linkOf(answer.headers);
      }
      const all = await app.db('auth_audit').orderByRaw(sql).pluck('id');
      expect(found).to.deep.equal(all);
    });
  }

  it('finds what is in the partition of the rest by every filter', async () => {
    await addRows(29);
    for (const filter of [
      { ts_gte: '2020-03-01', ts_lte: '2020-05-01' },
      { q: 'jo', ts_gte: '2020-03-01', ts_lte: '2020-05-01' },
      { q: 'joe', ts_gte: '2020-03-01', ts_lte: '2020-05-01' },
      { event: 'logout', ts_gte: '2020-03-01', ts_lte: '2020-05-01' },
    ]) {
      const expected = await app
        .db('auth_audit')
        .whereRaw("ts between '2020-03-01Z' and '2020-05-01Z'")
        .orderBy('id', 'desc')
        .pluck('id');
      const answer = await admin.get(`/api/audit?filter=${encodeURIComponent(JSON.stringify(filter))}`);
      expect((answer.body as { id: number }[]).map(({ id }) => id)).to.deep.equal(expected);
    }
  });

  it('loses whole months to the retention, each with its event, and of the others what is too old', async () => {
    await addRows(29);
    await app.db.raw("insert into auth_audit (ts, event) values (now() - interval '59 days', 'logout')");
    const of = (month: string) =>
      app.db('auth_audit').whereRaw(`to_char(ts at time zone 'UTC', 'YYYY-MM') = ?`, [month]);
    const [january, february] = [(await of('2020-01')).length, (await of('2020-02')).length];
    expect((await keepHouse(app.deps, 'test')).audit).to.equal(29);
    const { rows } = await app.db.raw<{ rows: { part: string | null }[] }>(
      "select to_regclass('auth_audit_2020_01') as part union all select to_regclass('auth_audit_2020_02')",
    );
    expect(rows).to.deep.equal([{ part: null }, { part: null }]);
    expect(await app.db('auth_audit').where({ event: 'logout' })).to.have.length(1);
    const purges = await app.db('auth_audit').where({ event: 'audit_purge' }).orderBy('id').pluck('detail');
    expect(purges).to.deep.equal([
      { month: '2020-01', count: january, days: 60 },
      { month: '2020-02', count: february, days: 60 },
      { count: 29 - january - february, days: 60 },
    ]);
    // The setup is of today.
    expect(await app.db('auth_audit').where({ event: 'setup' })).to.have.length(1);
  });

  it('lets go of a month once when two ask at once', async () => {
    await addRows(29);
    const counts = await Promise.all(['one', 'two'].map((run) => keepHouse(app.deps, run)));
    expect((counts[0]?.audit ?? 0) + (counts[1]?.audit ?? 0)).to.equal(29);
    const purges = app.db('auth_audit').whereRaw(`detail \\? 'month'`);
    expect(await purges).to.have.length(2);
  });

  it('keeps a month that somebody reads for as long as they do, and writers do not wait', async () => {
    await addRows(29);
    const reader = await app.db.transaction();
    try {
      await reader.raw('select count(*) from auth_audit');
      const house = keepHouse(app.deps, 'test');
      await app.db('auth_audit').insert({ event: 'logout', username: 'writer' });
      expect((await house).audit).to.equal(0);
      expect(await app.db('auth_audit').where({ event: 'logout' })).to.have.length(30);
    } finally {
      await reader.rollback();
    }
    expect((await keepHouse(app.deps, 'test')).audit).to.equal(29);
  });

  it('has its coming months made by the housekeeping, also when it was away for long', async () => {
    const { rows } = await app.db.raw<{ rows: { name: string }[] }>(
      'select name from clearview_audit_parts()',
    );
    const coming = rows.map(({ name }) => name).filter((name) => !name.includes('2020'));
    expect(coming).to.have.length(4);
    await app.db.raw(`drop table ${coming.slice(1).join(', ')}`);
    const made = await Promise.all(['one', 'two'].map((run) => keepHouse(app.deps, run)));
    expect(made.reduce((sum, { audit_months }) => sum + (audit_months ?? 0), 0)).to.equal(3);
  });

  it('comes back from a backup in months, those of long ago together, and nothing in the partition of the rest', async () => {
    await addRows(29);
    for (const age of ['9 years', '37 months', '34 months', '5 months', '5 months', '70 days'])
      await addOne(age);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'clearview-months-'));
    const file = path.join(folder, 'a.clearview');
    const target = await createTestDatabase();
    try {
      // A month of its own, before all that the backup names, and a log of before there were months.
      await target.db.raw("select clearview_audit_month('2019-05-01 00:00Z')");
      await target.db.raw(
        "create table auth_audit_earlier partition of auth_audit for values from (minvalue) to ('2019-01-01 00:00Z')",
      );
      const ctx = workerCtx(app.deps, 'test') as ActorCtx;
      const work = { signal: new AbortController().signal, onProgress: () => undefined };
      await createBackup(ctx, file, { ...work, overwrite: false });
      const restore = { ...work, onRead: () => undefined, revokeTokens: false };
      await restoreBackup({ ...ctx, db: target.db }, file, restore);
      const content = async (db: typeof app.db, part: string) => {
        const { rows } = await db.raw<{ rows: object[] }>(
          `select ${part} as part, t::text from auth_audit t where event not like 'backup%' order by id`,
        );
        return rows;
      };
      const expected = `case when ts < (date_trunc('month', now() at time zone 'UTC') - interval '35 months') at time zone 'UTC'
        then 'auth_audit_earlier' else 'auth_audit_' || to_char(ts at time zone 'UTC', 'YYYY_MM') end`;
      expect(await content(target.db, 'tableoid::regclass::text')).to.deep.equal(
        await content(app.db, expected),
      );
      expect(await target.db('auth_audit_default' as 'auth_audit')).to.deep.equal([]);
      const { rows } = await target.db.raw<{ rows: { name: string }[] }>(
        'select name from clearview_audit_parts()',
      );
      expect(rows[0]).to.deep.equal({ name: 'auth_audit_earlier' });
      expect(rows.length).to.equal(1 + 36 + 3);
      const refused = await target
        .db('auth_audit_earlier' as 'auth_audit')
        .delete()
        .then(String, String);
      expect(refused).to.contain('append-only');
      // What is past the retention goes by its months, and by rows of those that came back together.
      await keepHouse({ ...app.deps, db: target.db }, 'test');
      expect(await target.db('auth_audit').where({ username: 'ann' })).to.have.length(1);
    } finally {
      await target.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('The retention, by a clock that is wrong', () => {
  let app: TestApp;
  let said: string[];
  before(async () => {
    app = await startTestApp({ AUDIT_RETENTION_DAYS: '400' });
  });
  beforeEach(() => (said = []));
  after(() => app.stop());

  const add = (age: string) =>
    app.db.raw("insert into auth_audit (ts, event) values (now() - ?::interval, 'login_ok')", [age]);
  /** @returns how many rows went */
  async function tidy(): Promise<number | undefined> {
    const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
    const counts = await keepHouse({ ...app.deps, logger }, 'test');
    return counts.audit;
  }

  it('says nothing of a log that has nothing to lose', async () => {
    await add('1 day');
    expect(await tidy()).to.equal(0);
    expect(said).to.deep.equal([]);
  });

  it('takes nothing as long as all it would leave is of the last week, and warns once each time', async () => {
    // As after a jump of five years ahead: what was today is long ago, with months of its own and without.
    await app.db.raw("select clearview_audit_month(now() - interval '5 years')");
    for (const age of ['5 years', '5 years 1 month', '6 years', '6 days']) await add(age);
    expect(await tidy()).to.equal(0);
    expect(said).to.have.length(1);
    expect(said[0]).to.contain('Nothing was taken from the audit log');
    expect(await app.db('auth_audit')).to.have.length(5);
  });

  it('takes nothing either when a jump is shorter than the retention', async () => {
    await add('100 days');
    expect(await tidy()).to.equal(0);
    expect(await app.db('auth_audit')).to.have.length(6);
  });

  it('goes on once the log has lived by that clock for a week', async () => {
    await add('7 days 1 hour');
    expect(await tidy()).to.equal(3);
    expect(said).to.deep.equal([]);
    expect(await app.db('auth_audit').where({ event: 'login_ok' })).to.have.length(4);
  });
});
