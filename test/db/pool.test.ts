/** The pool against a server that hangs, dies and comes back. It has a server of its own to torment. */
import path from 'node:path';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { createDatabase, settingsFromUrl } from '../../db/knex.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../db/embedded/index.js';
import { isUnavailable } from '../../db/pg-errors.js';
import { inTransaction } from '../../db/transaction.js';
import { serverPid, waitFor, Workshop } from './processes.js';

describe('the pool', function () {
  this.timeout(40_000);
  let shop: Workshop;
  let postgres: EmbeddedPostgres;
  let db: Knex;
  before(async () => {
    shop = await Workshop.open();
    postgres = await startEmbeddedPostgres({
      dataDir: path.join(shop.folder, 'data'),
      settings: { fsync: 'off' },
    });
    db = createDatabase(postgres.connection, { poolMax: 4 });
  });
  after(async () => {
    await db.destroy();
    await postgres.stop();
    await shop.close([postgres.dataDir]);
  });

  const one = async () => (await db.raw<{ rows: { one: number }[] }>('select 1::int8 as one')).rows[0]?.one;
  const many = () => Promise.all(Array.from({ length: 8 }, one));
  const failure = async (promise: Promise<unknown>) => {
    const begun = Date.now();
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return { error, took: Date.now() - begun };
  };
  /** The backends of the pool, by pid. */
  const backends = async () => {
    const sql = "select pid from pg_stat_activity where application_name = 'clearview'";
    const { rows } = await db.raw<{ rows: { pid: number }[] }>(sql);
    return rows.map((row) => row.pid);
  };

  it('keeps the values of a failed statement out of its error', async () => {
    const { error } = await failure(
      Promise.resolve(db.raw('select * from missing where x = ?', ['secret value'])),
    );
    expect(String(error)).to.include('missing').and.not.include('secret value');
  });

  it('reads int8 as a number', async () => {
    expect(await one()).to.equal(1);
  });

  it('ends a statement after 5 s on the server, and keeps its connection', async () => {
    const { error, took } = await failure(Promise.resolve(db.raw('select pg_sleep(9)')));
    expect((error as { code: string }).code).to.equal('57014');
    expect(isUnavailable(error)).to.equal(true);
    expect(took).to.be.within(4_500, 6_500);
  });

  it('answers within 10 s while the server hangs, and hands out no stuck connection afterwards', async () => {
    // All four connections at once: one that is still being made would escape the freeze.
    await Promise.all(Array.from({ length: 4 }, () => db.raw('select pg_sleep(0.2)')));
    const all = await backends();
    expect(all).to.have.length(4);
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    const main = (await serverPid(postgres.dataDir)) ?? 0;
    process.kill(main, 'SIGSTOP');
    try {
      const results = await Promise.all([
        failure(one()),
        failure(inTransaction(db, (trx) => Promise.resolve(trx.raw('select 1')))),
        ...Array.from({ length: 6 }, () => failure(one())),
      ]);
      for (const { error, took } of results) {
        expect(isUnavailable(error), String(error)).to.equal(true);
        expect(took).to.be.below(9_800);
      }
    } finally {
      for (const pid of [main, ...all]) process.kill(pid, 'SIGCONT');
    }
    const begun = Date.now();
    expect(await many()).to.deep.equal(Array.from({ length: 8 }, () => 1));
    expect(Date.now() - begun).to.be.below(2_000);
    expect(await backends()).to.not.include.members(all);
  });

  it('recovers by itself when the server was killed and is back', async () => {
    await many();
    process.kill((await serverPid(postgres.dataDir)) ?? 0, 'SIGQUIT');
    await waitFor(async () => isUnavailable((await failure(one())).error), 'the server to be gone');
    await waitFor(async () => (await failure(one())).error === undefined, 'the server to be back');
    // No dead connection is left in the pool: not one of these fails.
    expect(await many()).to.deep.equal(Array.from({ length: 8 }, () => 1));
  });

  it('gives an error at once where nothing listens', async () => {
    const nowhere = createDatabase(settingsFromUrl('postgresql://x:y@127.0.0.1:9/none'));
    try {
      const { error, took } = await failure(Promise.resolve(nowhere.raw('select 1')));
      expect(isUnavailable(error), String(error)).to.equal(true);
      expect(took).to.be.below(3_500);
    } finally {
      await nowhere.destroy();
    }
  });

  it('takes a URL with a socket directory and sslmode', async () => {
    const { user, password, host } = postgres.connection;
    const url = `postgresql://${user}:${String(password)}@/clearview?host=${encodeURIComponent(String(host))}&sslmode=disable`;
    const other = createDatabase(settingsFromUrl(url));
    try {
      expect((await other.raw<{ rows: unknown[] }>('select 1 as one')).rows).to.deep.equal([{ one: 1 }]);
    } finally {
      await other.destroy();
    }
  });
});
