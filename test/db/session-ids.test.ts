/** The public ids of sessions: given to those that are there, unique, and beginning anew at their end. */
import { expect } from 'chai';
import { migrateToLatest, rollbackLast } from '../../db/migrate.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const NAME = '0008_session_ids';

describe('the public ids of sessions', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await createTestDatabase();
    await test.db('users').insert({ username: 'joe', password_hash: 'h' });
    await add('a');
    await add('b');
  });
  afterEach(() => test.drop());

  const add = (letter: string) =>
    test.db('user_sessions').insert({ id: letter.repeat(64), user_id: 1, expires_at: new Date() });
  const ids = () => test.db('user_sessions').orderBy('public_id').pluck<number[]>('public_id');
  const hashes = () => test.db('user_sessions').orderBy('id').pluck<string[]>('id');

  async function revert(): Promise<void> {
    for (let reverted: string[] = []; !reverted.includes(NAME);) {
      reverted = await rollbackLast(test.db);
      if (reverted.length === 0) throw new Error(`${NAME} was never applied.`);
    }
  }

  it('go down without a session lost, and up with a new id for each', async () => {
    await revert();
    expect(await hashes()).to.deep.equal(['a'.repeat(64), 'b'.repeat(64)]);
    expect(await test.db('user_sessions').first()).not.to.have.property('public_id');
    await add('c');
    expect(await migrateToLatest(test.db)).to.include(NAME);
    expect(await ids()).to.deep.equal([1, 2, 3]);
    await add('d');
    expect(await ids()).to.deep.equal([1, 2, 3, 4]);
    expect(await hashes()).to.have.length(4);
  });

  it('are the database’s to give', async () => {
    const error: unknown = await test.db
      .raw("insert into user_sessions (id, user_id, expires_at, public_id) values ('x', 1, now(), 7)")
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', '428C9');
  });

  it('begin anew after the last one', async () => {
    await test.db('user_sessions').delete();
    await test.db.raw("select setval(pg_get_serial_sequence('user_sessions', 'public_id'), 2147483646)");
    await add('c');
    await add('d');
    expect(await ids()).to.deep.equal([1, 2147483647]);
  });

  it('and the order of the list are index look-ups', async () => {
    const plan = (sql: string) =>
      test.db.transaction(async (trx) => {
        await trx.raw('set local enable_seqscan = off');
        const { rows } = await trx.raw<{ rows: { 'QUERY PLAN': string }[] }>(`explain ${sql}`);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
    expect(await plan('select 1 from user_sessions where public_id = 7')).to.include(
      'user_sessions_public_id',
    );
    const order = 'order by last_seen_at desc, public_id desc limit 5';
    const walked = await plan(
      `select 1 from user_sessions where (last_seen_at, public_id) < (now(), 5) ${order}`,
    );
    expect(walked).to.include('user_sessions_last_seen').and.not.include('Sort');
  });
});
