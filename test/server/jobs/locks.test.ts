/** Who waits for whom: whoever holds a tenant must not be waited for by those whose jobs it waits for. */
import { expect } from 'chai';
import { inTransaction } from '../../../db/transaction.js';
import { countFindings, noteProgress } from '../../../server/jobs/job-run-store.js';
import { lockTenant } from '../../../server/tenants/tenants-service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addJob, addTenant } from './tenants.js';

describe('The locks of tenants and jobs', function () {
  this.timeout(30_000);
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('let a worker write down a result while somebody holds its tenant, to delete it perhaps', async () => {
    const lease = '00000000-0000-4000-8000-000000000001';
    const tenant = await addTenant(app.db, { name: 'held' });
    const running = { state: 'running', finished_at: null, lease, lease_until: new Date() } as const;
    const id = await addJob(app.db, tenant, running);
    await inTransaction(app.db, async (holder) => {
      await lockTenant(holder, tenant);
      await inTransaction(app.db, async (worker) => {
        await worker.raw(`set local lock_timeout = '2s'`);
        expect(await noteProgress(worker, { id, lease }, {})).to.equal(true);
        // The second change of a row in one transaction looks again at what the row refers to.
        expect(await countFindings(worker, { id, lease })).to.equal(true);
      });
      // And two do not hold a tenant at once.
      const rival = inTransaction(app.db, async (trx) => {
        await trx.raw(`set local lock_timeout = '200ms'`);
        await lockTenant(trx, tenant);
      });
      expect(await rival.catch((error: { code?: string }) => error.code)).to.equal('55P03');
    });
  });
});
