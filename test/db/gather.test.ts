import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { gathered } from '../../db/gather.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

interface Row {
  key: string;
  now: string;
}

describe('Questions that come together', () => {
  let database: TestDatabase;
  let db: Knex;
  /** The keys of each statement that was sent. */
  let sent: string[][] = [];

  const read = gathered<Row>(
    async (pool, keys) => {
      sent.push(keys);
      const { rows } = await pool.raw<{ rows: Row[] }>(
        `select key, clock_timestamp()::text as now from unnest(?::text[]) key where key not like 'no%'`,
        [keys],
      );
      return rows;
    },
    ({ key }) => key,
  );

  before(async () => {
    database = await createTestDatabase();
    db = database.db;
  });
  beforeEach(() => {
    sent = [];
  });
  after(() => database.drop());

  it('are one statement, and each has its own answer', async () => {
    const rows = await Promise.all(['a', 'b', 'none', 'a'].map((key) => read(db, key)));
    expect(sent).to.deep.equal([['a', 'b', 'none']]);
    expect(rows.map((row) => row?.key)).to.deep.equal(['a', 'b', undefined, 'a']);
  });

  it('are asked anew each time: nothing is kept', async () => {
    const first = await read(db, 'a');
    const second = await read(db, 'a');
    expect(sent).to.deep.equal([['a'], ['a']]);
    expect(second?.now).not.to.equal(first?.now);
  });

  it('do not join a statement that is on its way: it may have read the row before they came', async () => {
    const first = read(db, 'a');
    await turn();
    const second = read(db, 'a');
    await Promise.all([first, second]);
    expect(sent).to.deep.equal([['a'], ['a']]);
  });

  it('are sent in several statements when there are very many', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `k${index}`);
    const rows = await Promise.all(keys.map((key) => read(db, key)));
    expect(rows.map((row) => row?.key)).to.deep.equal(keys);
    expect(sent.flat()).to.deep.equal(keys);
    for (const one of sent) expect(one.length).to.be.at.most(64);
  });

  it('fail together with their statement, and the next ones do not', async () => {
    let isBroken = true;
    const ask = gathered<Row>(
      async (pool, keys) => {
        if (isBroken) await pool.raw('select 1 / 0');
        return keys.map((key) => ({ key, now: '' }));
      },
      ({ key }) => key,
    );
    const results = await Promise.allSettled(['a', 'b', 'a'].map((key) => ask(db, key)));
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    isBroken = false;
    expect((await ask(db, 'a'))?.key).to.equal('a');
  });
});
