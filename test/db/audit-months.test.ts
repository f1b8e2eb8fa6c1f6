/** The audit log in partitions: what becomes of one that there was before, and what its months refuse and take. */
import { expect } from 'chai';
import { migrateOne, migrateToLatest, pendingMigrations, rollbackLast } from '../../db/migrate.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { waitFor } from './processes.js';

const MONTHS = '0014_audit_months';

interface Part {
  part: string;
  count: number;
}

/** Which partitions have rows, and how many. */
async function partsOf({ db }: TestDatabase): Promise<Part[]> {
  const { rows } = await db.raw<{ rows: Part[] }>(
    'select tableoid::regclass::text as part, count(*) from auth_audit group by 1 order by 1',
  );
  return rows;
}

/** Rows an hour apart, the last one now. */
const addRows = ({ db }: TestDatabase, count: number) =>
  db.raw(
    `insert into auth_audit (ts, user_id, username, event, ip, detail)
     select now() - make_interval(hours => ? - n), 1 + n % 7, 'joe' || n % 7, 'logout', '::1', '{"target": 5}'
       from generate_series(1, ?::int) n`,
    [count, count],
  );

const addOne = ({ db }: TestDatabase, ts: string) =>
  db.raw("insert into auth_audit (ts, event) values (?::timestamptz, 'logout')", [ts]);

const refusal = (promise: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(promise).then(String, (error: Error) => error.message);

describe('an audit log of before it had months', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase({ migrated: false });
    while ((await pendingMigrations(test.db))[0] !== MONTHS) await migrateOne(test.db);
    await addRows(test, 5000);
    await addOne(test, '2990-05-05');
    await test.db.raw("select setval('auth_audit_id_seq', 9000)");
  });
  after(() => test.drop());

  const content = async () =>
    (await test.db.raw<{ rows: object[] }>('select t::text from auth_audit t order by id')).rows;

  it('keeps every row: together in one partition, but for one of a clock that was wrong', async () => {
    const before = await content();
    await migrateToLatest(test.db);
    expect(await content()).to.deep.equal(before);
    expect(await partsOf(test)).to.deep.equal([
      { part: 'auth_audit_default', count: 1 },
      { part: 'auth_audit_earlier', count: 5000 },
    ]);
  });

  it('keeps its indexes: each of the old ones is part of one of the new', async () => {
    const { rows } = await test.db.raw<{ rows: { name: string; whole: string | null }[] }>(
      `select indexrelid::regclass::text as name, inhparent::regclass::text as whole
         from pg_index left join pg_inherits on inhrelid = indexrelid
        where indrelid = 'auth_audit_earlier'::regclass`,
    );
    expect(rows.filter(({ whole }) => whole === null)).to.deep.equal([]);
    const names = rows.map(({ name }) => name);
    for (const name of ['event_id', 'user_id', 'ts_id', 'target_id', 'name_tried', 'search']) {
      expect(names).to.include(`auth_audit_earlier_${name}`);
    }
  });

  it('goes on with the numbers where they stood, and the sequence is its own', async () => {
    const [row] = await test.db('auth_audit').insert({ event: 'setup' }).returning('id');
    expect(row?.id).to.equal(9001);
  });

  it('goes back to one table with every row, and forth again', async () => {
    const before = await content();
    while ((await pendingMigrations(test.db))[0] !== MONTHS) await rollbackLast(test.db);
    expect(await content()).to.deep.equal(before);
    expect(await partsOf(test)).to.deep.equal([{ part: 'auth_audit', count: 5002 }]);
    expect(await refusal(test.db('auth_audit').delete())).to.contain('append-only');
    await migrateToLatest(test.db);
    expect(await content()).to.deep.equal(before);
    const [row] = await test.db('auth_audit').insert({ event: 'setup' }).returning('id');
    expect(row?.id).to.equal(9002);
  });
});

describe('an audit log that people write to while it gets its months', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase({ migrated: false });
    while ((await pendingMigrations(test.db))[0] !== MONTHS) await migrateOne(test.db);
    await test.db('users').insert({ username: 'joe', password_hash: 'x', role: 'user' });
  });
  afterEach(() => test.drop());

  const isMigrationWaiting = async () => {
    const { rows } = await test.db.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where datname = current_database()
          and application_name = 'clearview migrations' and wait_event_type = 'Lock'`,
    );
    return rows.length === 1;
  };

  const LOOK = 'select from users';
  const HOLD = "select from users where username = 'joe' for update";
  const OPEN =
    "insert into user_sessions (id, user_id, expires_at) select 'x', id, now() + interval '1 day' from users";
  const NOTE = "insert into auth_audit (event) values ('login_ok')";
  const ASK = 'select from user_sessions s join users u on u.id = s.user_id';

  for (const [who, first, ...then] of [
    ['signs in', HOLD, OPEN, NOTE],
    ['fails to', LOOK, NOTE],
    ['asks with a session', 'select from user_sessions', LOOK, NOTE],
    ['changes a tenant', ASK, 'select from tenants for no key update', 'select from jobs for update', NOTE],
    ['ends a job', 'select from jobs for update', 'select from tenants for no key update', NOTE],
  ] as const) {
    it(`lets whoever ${who} come to an end, and the migration is no victim of theirs`, async () => {
      const person = await test.db.transaction();
      await person.raw(first);
      const migration = migrateToLatest(test.db);
      await waitFor(isMigrationWaiting, 'the migration to wait');
      for (const statement of then) await person.raw(statement);
      await person.commit();
      expect(await migration).to.include(MONTHS);
      expect(await test.db('auth_audit')).to.have.length(1);
    });
  }
});

describe('the months of the audit log', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase();
  });
  afterEach(() => test.drop());

  const make = (moment: string) =>
    test.db
      .raw<{ rows: { made: boolean }[] }>('select clearview_audit_month(?::timestamptz) as made', [moment])
      .then(({ rows }) => rows[0]?.made);

  it('are there up to three ahead', async () => {
    const { rows } = await test.db.raw<{ rows: { missing: number }[] }>(
      `select count(*) as missing from generate_series(0, 3) n
        where to_regclass('auth_audit_' || to_char((now() at time zone 'UTC') + make_interval(months => n), 'YYYY_MM')) is null`,
    );
    expect(rows).to.deep.equal([{ missing: 0 }]);
  });

  it('take their rows by UTC, to the microsecond', async () => {
    expect(await make('2020-03-05')).to.equal(true);
    for (const ts of [
      '2020-02-29 23:59:59.999999Z',
      '2020-03-01Z',
      '2020-03-31 23:59:59.999999Z',
      '2020-04-01Z',
    ])
      await addOne(test, ts);
    expect(await partsOf(test)).to.deep.equal([
      { part: 'auth_audit_2020_03', count: 2 },
      { part: 'auth_audit_default', count: 2 },
    ]);
  });

  it('need not be there for an insert, and take what came before them along', async () => {
    await addOne(test, '2020-03-10');
    await addOne(test, '2020-04-10');
    expect(await partsOf(test)).to.deep.equal([{ part: 'auth_audit_default', count: 2 }]);
    expect(await make('2020-03-31 23:00Z')).to.equal(true);
    expect(await partsOf(test)).to.deep.equal([
      { part: 'auth_audit_2020_03', count: 1 },
      { part: 'auth_audit_default', count: 1 },
    ]);
    expect(await refusal(test.db('auth_audit').delete()), 'closed again').to.contain('append-only');
  });

  it('leave a month to the partition of the rest that has many rows there already', async () => {
    await test.db.raw(
      "insert into auth_audit (ts, event) select '2020-03-10', 'logout' from generate_series(1, 10001)",
    );
    expect(await make('2020-03-31')).to.equal(false);
    expect(await partsOf(test)).to.deep.equal([{ part: 'auth_audit_default', count: 10001 }]);
  });

  it('are made once, however many make them at once', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => make('2020-03-31')));
    expect(made.filter(Boolean)).to.have.length(1);
  });

  for (const statement of [
    "update auth_audit_2020_03 set event = 'x'",
    'delete from auth_audit_2020_03',
    'truncate auth_audit_2020_03',
    'delete from only auth_audit_2020_03 where false',
    'delete from auth_audit_default',
    'truncate auth_audit_default',
  ]) {
    it(`are as closed as the log: ${statement}`, async () => {
      await make('2020-03-01');
      await addOne(test, '2020-03-10');
      expect(await refusal(test.db.raw(statement))).to.contain('auth_audit is append-only');
      const replica = test.db.transaction(async (trx) => {
        await trx.raw("select set_config('session_replication_role', 'replica', true)");
        await trx.raw(statement);
      });
      expect(await refusal(replica)).to.match(/append-only|permission denied to set/);
      expect(await partsOf(test)).to.have.length(1);
    });
  }
});
