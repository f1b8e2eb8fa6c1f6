import { expect } from 'chai';
import { CHECKS } from '../../../server/scans/checks/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, type Person } from '../../support/people.js';
import { startTestWorker } from '../../support/worker.js';
import { waitFor } from '../faults/client.js';
import { makeOutside } from './outside.js';
import { addTenant } from './tenants.js';

const PATIENCE = 90_000;

describe('Several workers', function () {
  this.timeout(120_000);
  let app: TestApp;
  let other: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    other = await startTestApp({ SCAN_CONCURRENCY: '2' }, app.database);
    admin = await setUp(app);
  });
  after(async () => {
    await other.stop();
    await app.stop();
  });

  const over = async (ids: number[]): Promise<boolean> =>
    (await app.db('jobs').whereIn('id', ids).whereIn('state', ['queued', 'running'])).length === 0;

  async function queue(names: string[]): Promise<number[]> {
    const tenants = await Promise.all(names.map((name) => addTenant(app.db, { name })));
    const answers = await Promise.all(tenants.map((tenant_id) => admin.post('/api/jobs', { tenant_id })));
    return answers.map(({ body }) => body.id as number);
  }

  it('share the work, and none runs a job that another has', async () => {
    const counting = [app, other].map((one) => {
      const outside = makeOutside();
      one.deps.openWire = outside.open;
      return outside;
    });
    const workers = [app, other].map(startTestWorker);
    try {
      const ids = await queue(Array.from({ length: 24 }, (_, n) => `shared${n}`));
      expect(await waitFor(() => over(ids), PATIENCE)).to.be.lessThan(PATIENCE);
      const jobs = await app.db('jobs').whereIn('id', ids);
      expect(jobs.map(({ state, attempts }) => `${state} ${attempts}`)).to.deep.equal(
        Array(24).fill('succeeded 1'),
      );
      const opened = counting.map((outside) => outside.opened());
      expect(opened.reduce((sum, count) => sum + count, 0)).to.equal(24);
      expect(await app.db('findings').whereIn('job_id', ids)).to.have.length(24 * CHECKS.length);
      const told = await app.db('auth_audit').where({ event: 'job_finish' });
      const finished = told.map(({ detail }) => detail.job as number).sort((a, b) => a - b);
      expect(finished).to.deep.equal([...ids].sort((a, b) => a - b));
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
  });

  it('of whom one is to scan nothing leave the scans to the other, which runs as many at once as it may', async () => {
    const idle = await startTestApp({ SCAN_CONCURRENCY: '0' }, app.database);
    const [mine, theirs] = [makeOutside(), makeOutside()];
    idle.deps.openWire = mine.open;
    other.deps.openWire = theirs.open;
    theirs.hold();
    const workers = [idle, other].map(startTestWorker);
    try {
      const ids = await queue(['one', 'two', 'three', 'four']);
      expect(await waitFor(() => Promise.resolve(theirs.opened() === 2), PATIENCE)).to.be.lessThan(PATIENCE);
      expect(await app.db('jobs').whereIn('id', ids).where({ state: 'running' })).to.have.length(2);
      theirs.letGo();
      expect(await waitFor(() => over(ids), PATIENCE)).to.be.lessThan(PATIENCE);
      expect([mine.opened(), theirs.opened()]).to.deep.equal([0, 4]);
    } finally {
      theirs.letGo();
      await Promise.all(workers.map((worker) => worker.stop()));
      await idle.stop();
    }
  });
});
