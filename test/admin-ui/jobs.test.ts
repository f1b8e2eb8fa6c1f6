/** What the console asks about scans, and how the filters of its lists go to the server. */
import { expect } from 'chai';
import { toWire } from '../../admin-ui/src/providers/auditFilter';
import type { Job } from '../../admin-ui/src/jobs/job';
import { seedJob, seedTenant } from '../support/tenants.js';
import { useConsole } from './support/console.js';

describe('console: jobs', () => {
  const use = useConsole();
  let tenant: number;

  beforeEach(async () => {
    await use.app.db('tenants').delete();
    tenant = (await seedTenant(use.app, { name: 'Acme' })).id;
  });

  const refusal = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(() => undefined).catch((reason: unknown) => reason);

  const list = async (filter: object) => {
    const answer = await use.providers.dataProvider.getList('jobs', {
      pagination: { page: 1, perPage: 2 },
      sort: { field: 'id', order: 'DESC' },
      filter,
    });
    return { ...answer, data: answer.data as Job[] };
  };

  it('lists them in the words of the contract, filtered by what the form offers', async () => {
    const done = await seedJob(use.app, tenant, { state: 'succeeded', finished_at: new Date() });
    const failed = await seedJob(use.app, tenant, {
      state: 'failed',
      trigger: 'manual',
      finished_at: new Date(),
    });
    const other = await seedTenant(use.app, { name: 'Beta' });
    const waiting = await seedJob(use.app, other.id);
    const ids = async (filter: object) => (await list(filter)).data.map(({ id }) => id);
    expect(await list({})).to.include({ total: 3 });
    expect(use.sent().at(-1)?.path).to.equal('/api/jobs?sort=["id","DESC"]&range=[0,1]&filter={}');
    expect(await ids({})).to.deep.equal([waiting, failed]);
    expect(await ids({ tenant_id: tenant })).to.deep.equal([failed, done]);
    expect(await ids({ state: 'queued' })).to.deep.equal([waiting]);
    expect(await ids({ trigger: 'manual' })).to.deep.equal([failed]);
    expect(await ids({ q: 'bet' })).to.deep.equal([waiting]);
  });

  it('reads all findings of one, however many', async () => {
    const findings = Array.from({ length: 120 }, (_, index) => ({
      check_id: 'mail.spf',
      domain: `d${index}.example.org`,
      status: 'fail' as const,
    }));
    const { jobs } = await seedTenant(use.app, { name: 'Many', scans: [{ findings }] });
    const found = await use.providers.dataProvider.findings(jobs[0]!);
    expect(found).to.have.length(120);
    expect(found[0]).to.include({ check_id: 'mail.spf', group: 'mail', status: 'fail' });
    expect(found[0]?.mend).to.be.a('string').and.not.to.equal('');
  });

  it('cancels one that waits, and none that is over', async () => {
    const id = await seedJob(use.app, tenant);
    const { dataProvider } = use.providers;
    expect(await dataProvider.cancelJob(id)).to.include({ id, state: 'cancelled' });
    expect(use.sent().at(-1)).to.deep.include({ method: 'POST', path: `/api/jobs/${id}/cancel`, body: {} });
    expect(await refusal(dataProvider.cancelJob(id)))
      .to.include({ status: 409 })
      .and.to.have.nested.property('body.code', 'job_over');
  });

  it('tries one again that failed, by another', async () => {
    const failed = await seedJob(use.app, tenant, { state: 'failed', finished_at: new Date() });
    const { dataProvider } = use.providers;
    const job = await dataProvider.retryJob(failed);
    expect(job).to.include({ retry_of: failed, trigger: 'retry', state: 'queued', tenant_id: tenant });
    expect(use.sent().at(-1)).to.deep.include({ path: `/api/jobs/${failed}/retry`, body: {} });
    expect(await refusal(dataProvider.retryJob(failed))).to.have.nested.property('body.code', 'job_alive');
  });

  describe('the filter of the audit log', () => {
    it('means by a target a user, and by a tenant a tenant', () => {
      expect(toWire('audit', { target_id: 1, event: 'user_update' })).to.deep.equal({
        target_user_id: 1,
        event: 'user_update',
      });
      expect(toWire('audit', { tenant_id: 1 })).to.deep.equal({ tenant_id: 1 });
    });

    it('leaves the filters of other lists as they are', () => {
      expect(toWire('jobs', { target_id: 1, tenant_id: 2 })).to.deep.equal({ target_id: 1, tenant_id: 2 });
      expect(toWire('tenants')).to.deep.equal({});
    });

    it('tells apart at the server a user and a tenant of the same number', async () => {
      await use.admin.patch(`/api/tenants/${tenant}`, { notes: 'Seen.' });
      const events = async (filter: object) => {
        const { data } = await use.providers.dataProvider.getList('audit', {
          pagination: { page: 1, perPage: 10 },
          sort: { field: 'id', order: 'DESC' },
          filter,
        });
        return (data as { event: string }[]).map(({ event }) => event);
      };
      expect(await events({ tenant_id: tenant })).to.deep.equal(['tenant_update']);
      expect(await events({ target_id: tenant })).to.deep.equal([]);
    });
  });
});
