import { expect } from 'chai';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, type Person } from '../../support/people.js';

describe('The retention of the audit log', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp({ AUDIT_RETENTION_DAYS: '30' });
    admin = await setUp(app);
  });
  after(() => app.stop());

  /** Adds rows of the given age. */
  const addOld = (count: number, age: string) =>
    app.db.raw(
      `insert into auth_audit (ts, event, detail)
       select now() - ?::interval, 'logout', '{}' from generate_series(1, ?::int)`,
      [age, count],
    );
  const count = async (event: string) => (await app.db('auth_audit').where({ event })).length;

  it('leaves everything that is young enough, and writes no event then', async () => {
    await addOld(5, '29 days 23 hours');
    await keepHouse(app.deps, 'test');
    expect(await count('logout')).to.equal(5);
    expect(await count('audit_purge')).to.equal(0);
    expect(await count('setup')).to.equal(1);
  });

  it('deletes only what is older, and says how many and by which rule [G-09]', async () => {
    await addOld(7, '30 days 1 minute');
    const counts = await keepHouse(app.deps, 'test');
    expect(counts.audit).to.equal(7);
    expect(await count('logout')).to.equal(5);
    const [row] = (await admin.get('/api/audit?event=audit_purge')).body as { detail: object }[];
    expect(row).to.deep.include({ user_id: null, username: null, detail: { count: 7, days: 30 } });
  });

  it('gets through a backlog in batches, each with its event [R-22]', async () => {
    await addOld(2500, '400 days');
    const before = await count('audit_purge');
    expect((await keepHouse(app.deps, 'test')).audit).to.equal(2500);
    expect(await count('audit_purge')).to.equal(before + 3);
    expect(await count('logout')).to.equal(5);
  });

  it('lets two do it at once: every row goes once [R-22]', async () => {
    await addOld(1500, '31 days');
    const results = await Promise.all([keepHouse(app.deps, 'one'), keepHouse(app.deps, 'two')]);
    expect((results[0]?.audit ?? 0) + (results[1]?.audit ?? 0)).to.equal(1500);
    expect(await count('logout')).to.equal(5);
  });

  it('leaves the log closed afterwards: deleting is refused again [G-04]', async () => {
    const refusal = await app
      .db('auth_audit')
      .delete()
      .catch((error: Error) => error.message);
    expect(refusal).to.match(/append-only/);
  });
});
