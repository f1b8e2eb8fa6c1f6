import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import { startWorker } from '../../../server/worker/worker.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, signIn, ADMIN, type Person } from '../../support/people.js';

describe('The housekeeping of sessions', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  /** Adds sessions of the administrator that end so many seconds from now. */
  async function add(count: number, seconds: number, remember = false): Promise<void> {
    await app.db.raw(
      `insert into user_sessions (id, user_id, expires_at, remember)
       select md5(? || n) || md5(n::text), 1, now() + make_interval(secs => ?), ? from generate_series(1, ?::int) n`,
      [randomBytes(8).toString('hex'), seconds, remember, count],
    );
  }

  const count = async (): Promise<number> => (await app.db('user_sessions').select('id')).length;
  const events = () => app.db('auth_audit').where({ event: 'session_purge' }).orderBy('id');

  it('deletes expired ones only, says how many and writes it down [F49]', async () => {
    await add(3, -1);
    await add(1, -1, true);
    await add(2, 5);
    await add(2, 5, true);
    expect((await keepHouse(app.deps, 'test')).sessions).to.equal(4);
    expect(await count()).to.equal(5);
    await admin.get('/api/auth/me').expect(200);
    const rows = await events();
    expect(rows).to.have.length(1);
    expect(rows[0]).to.deep.include({ user_id: null, username: null, ip: 'local', detail: { count: 4 } });
  });

  it('writes nothing when there is nothing to delete [F38]', async () => {
    const before = (await events()).length;
    expect((await keepHouse(app.deps, 'test')).sessions).to.equal(0);
    expect(await events()).to.have.length(before);
  });

  it('goes in batches of a thousand, each with its event [F49]', async () => {
    const before = (await events()).length;
    await add(2500, -1);
    expect((await keepHouse(app.deps, 'test')).sessions).to.equal(2500);
    const sizes = (await events()).slice(before).map(({ detail }) => detail.count);
    expect(sizes).to.deep.equal([1000, 1000, 500]);
  });

  it('passes over a row that is being worked on, and does not wait for it [R-22]', async () => {
    await add(2, -1);
    await app.db.transaction(async (trx) => {
      await trx.raw('select id from user_sessions where expires_at < now() limit 1 for update');
      expect((await keepHouse(app.deps, 'test')).sessions).to.equal(1);
    });
    expect((await keepHouse(app.deps, 'test')).sessions).to.equal(1);
  });

  it('done by several at once deletes each row once [R-22]', async () => {
    await add(1500, -1);
    const counts = await Promise.all([1, 2, 3].map(() => keepHouse(app.deps, 'test')));
    expect(counts.reduce((sum, { sessions = 0 }) => sum + sessions, 0)).to.equal(1500);
  });

  it('goes on with the other parts when one fails, and reports the failure [R-22]', async () => {
    await app.db.raw('alter table sign_in_steps rename to away');
    const ended = "now() - interval '1 s'";
    await app.db.raw(`insert into guess_counters (key, failures, window_ends_at) values ('x', 1, ${ended})`);
    const failure: unknown = await keepHouse(app.deps, 'test').catch((error: unknown) => error);
    await app.db.raw('alter table away rename to sign_in_steps');
    expect(failure).to.be.instanceOf(AggregateError).with.property('errors').that.has.length(1);
    expect(await app.db('guess_counters').where({ key: 'x' })).to.deep.equal([]);
  });

  it('is done by the worker, from the start and by itself [F49]', async () => {
    await add(5, -1);
    const before = await count();
    const worker = startWorker(app.database.connection, app.deps);
    try {
      for (let tries = 0; tries < 400 && (await count()) === before; tries += 1) await sleep(25);
      expect(await count()).to.equal(before - 5);
      await signIn(app, ADMIN.username, ADMIN.password);
    } finally {
      await worker.stop();
    }
  });
});
