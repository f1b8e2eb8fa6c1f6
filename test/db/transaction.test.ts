import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { DatabaseUnavailable } from '../../db/pg-errors.js';
import { inTransaction, lockFor } from '../../db/transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('inTransaction', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase({ migrated: false });
    await test.db.raw('create table notes (id int primary key, text text)');
    await test.db.raw("insert into notes values (1, 'a'), (2, 'b')");
  });
  after(() => test.drop());

  const fail = async (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );
  const texts = () => test.db('notes').orderBy('id').pluck<string[]>('text');
  const serialization = async (): Promise<string> =>
    test.db.raw("do $$ begin raise exception 'x' using errcode = '40001'; end $$");

  it('commits and returns what the work returned; rolls back when it throws', async () => {
    expect(await inTransaction(test.db, (trx) => trx('notes').where('id', 1).update('text', 'c'))).to.equal(
      1,
    );
    const error = await fail(
      inTransaction(test.db, async (trx) => {
        await trx('notes').del();
        throw new Error('no');
      }),
    );
    expect((error as Error).message).to.equal('no');
    expect(await texts()).to.deep.equal(['c', 'b']);
  });

  it('tries again when PostgreSQL asks for it, three times in all', async () => {
    let calls = 0;
    const third = inTransaction(test.db, async () => (++calls < 3 ? serialization() : 'done'));
    expect(await third).to.equal('done');
    calls = 0;
    const error = await fail(inTransaction(test.db, () => (calls++, serialization())));
    expect((error as { code: string }).code).to.equal('40001');
    expect(calls).to.equal(3);
  });

  it('survives a real deadlock', async () => {
    const both = (first: number, second: number) =>
      inTransaction(test.db, async (trx) => {
        await trx('notes').where('id', first).update('text', `from ${first}`);
        await sleep(100);
        await trx('notes').where('id', second).update('text', `from ${first}`);
      });
    await Promise.all([both(1, 2), both(2, 1)]);
    expect(new Set(await texts()).size).to.equal(1);
  });

  it('gives up at its deadline, and what comes later is not committed', async () => {
    const before = await texts();
    let ended: Promise<void> = Promise.resolve();
    const slow = inTransaction(
      test.db,
      async (trx) => {
        await trx('notes').where('id', 1).update('text', 'too late');
        ended = sleep(300);
        await ended;
      },
      { deadline: 100 },
    );
    expect(await fail(slow)).to.be.instanceOf(DatabaseUnavailable);
    await ended;
    await sleep(100);
    expect(await texts()).to.deep.equal(before);
  });

  it('lockFor lets one in at a time, and different names pass each other', async () => {
    const order: string[] = [];
    const hold = (name: 'administrators' | 'setup', label: string, time: number) =>
      inTransaction(test.db, async (trx) => {
        await lockFor(trx, name);
        order.push(`${label} in`);
        await sleep(time);
        order.push(`${label} out`);
      });
    const first = hold('administrators', 'A', 200);
    await sleep(50);
    await Promise.all([first, hold('administrators', 'B', 0), hold('setup', 'C', 0)]);
    expect(order).to.deep.equal(['A in', 'C in', 'C out', 'A out', 'B in', 'B out']);
  });
});
