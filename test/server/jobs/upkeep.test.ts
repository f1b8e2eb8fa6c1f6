import { expect } from 'chai';
import type { Knex } from 'knex';
import { takeUp, purgeJobs, scheduleScans } from '../../../server/jobs/jobs-upkeep-service.js';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import { workerCtx } from '../../../server/worker/worker-ctx.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addJob, addTenant } from './tenants.js';

describe('What workers do about jobs by themselves', () => {
  let app: TestApp;
  let other: TestApp;

  before(async () => {
    app = await startTestApp();
    other = await startTestApp({}, app.database);
  });
  afterEach(async () => {
    await app.db('tenants').delete();
    await app.db.raw('delete from graphile_worker._private_jobs');
  });
  after(async () => {
    await other.stop();
    await app.stop();
  });

  const ctxOf = (one: TestApp) => workerCtx(one.deps, 'test');
  const events = (event: string) => app.db('auth_audit').where({ event }).orderBy('id');
  const ago = (interval: string): never =>
    app.db.raw('now() - ?::interval', [interval] as Knex.RawBinding[]) as never;
  const bells = async (): Promise<string[]> => {
    const { rows } = await app.db.raw<{ rows: { key: string }[] }>('select key from graphile_worker.jobs');
    return rows.map(({ key }) => key).sort();
  };

  describe('the nightly scans', () => {
    async function addDue(count: number): Promise<number[]> {
      const ids: number[] = [];
      for (let n = 0; n < count; n += 1) ids.push(await addTenant(app.db, { name: `due${n}` }));
      await app
        .db('tenants')
        .whereIn('id', ids)
        .update({ next_scan_at: ago('1 minute') });
      return ids;
    }

    it('are queued once for each tenant that is due, by however many workers, and spread over the next night', async () => {
      const due = await addDue(30);
      const before = (await events('job_create')).length;
      const counts = await Promise.all([app, other, app, other].map((one) => scheduleScans(ctxOf(one))));
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(30);
      const jobs = await app.db('jobs').orderBy('tenant_id');
      expect(jobs.map(({ tenant_id }) => tenant_id)).to.deep.equal(due);
      for (const job of jobs) {
        expect(job).to.deep.include({ state: 'queued', trigger: 'schedule', requested_by: null });
      }
      const told = (await events('job_create')).slice(before);
      expect(told.map(({ user_id }) => user_id)).to.deep.equal(Array(30).fill(null));
      expect(await bells()).to.have.length(30);
      const next = await app.db('tenants').pluck<Date[]>('next_scan_at');
      expect(new Set(next.map(Number)).size).to.be.greaterThan(25);
      expect(next.every((at) => at.getTime() > Date.now())).to.equal(true);
      expect(await scheduleScans(ctxOf(app))).to.equal(0);
    });

    it('leave out who is paused, in onboarding, or not due', async () => {
      const past = ago('1 day');
      for (const state of ['paused', 'onboarding'] as const) {
        const id = await addTenant(app.db, { name: state, state });
        await app.db('tenants').where({ id }).update({ next_scan_at: past });
      }
      const later = await addTenant(app.db, { name: 'later' });
      await app
        .db('tenants')
        .where({ id: later })
        .update({ next_scan_at: ago('-1 hour') });
      expect(await scheduleScans(ctxOf(app))).to.equal(0);
      expect(await app.db('jobs')).to.deep.equal([]);
    });

    it('pass over a tenant without a proved domain, and leave the job alone that is alive already', async () => {
      const bare = await addTenant(app.db, { name: 'bare', domains: [] });
      const busy = await addTenant(app.db, { name: 'busy' });
      const alive = await addJob(app.db, busy, { state: 'queued', finished_at: null });
      await app
        .db('tenants')
        .whereIn('id', [bare, busy])
        .update({ next_scan_at: ago('1 minute') });
      expect(await scheduleScans(ctxOf(app))).to.equal(2);
      expect(await app.db('jobs').pluck('id')).to.deep.equal([alive]);
    });
  });

  describe('the retention', () => {
    const old = (patch: object = {}): object => ({ finished_at: ago('91 days'), ...patch });

    it('lets old jobs go with their findings, but never the last one of a tenant that succeeded', async () => {
      const tenant = await addTenant(app.db, { name: 'kept' });
      const gone = [
        await addJob(app.db, tenant, old()),
        await addJob(app.db, tenant, old({ state: 'failed' })),
        await addJob(app.db, tenant, old({ state: 'cancelled' })),
      ];
      const last = await addJob(app.db, tenant, old());
      const young = await addJob(app.db, tenant, { state: 'failed', finished_at: ago('89 days') });
      const waiting = await addJob(app.db, tenant, {
        state: 'queued',
        finished_at: null,
        created_at: ago('1 year'),
      });
      await app.db('tenants').where({ id: tenant }).update({ last_job_id: last });
      for (const job_id of [...gone, last]) {
        const finding = { domain: 'kept.test', check_id: 'dns.caa', status: 'fail', summary: '' } as const;
        await app.db('findings').insert({ job_id, ...finding });
      }
      const before = (await events('job_purge')).length;
      expect((await keepHouse(app.deps, 'test')).jobs).to.equal(3);
      expect(await app.db('jobs').orderBy('id').pluck('id')).to.deep.equal([last, young, waiting]);
      expect(await app.db('findings').pluck('job_id')).to.deep.equal([last]);
      const told = (await events('job_purge')).slice(before);
      expect(told.map(({ user_id, detail }) => ({ user_id, ...detail }))).to.deep.equal([
        { user_id: null, count: 3, days: 90 },
      ]);
      expect((await keepHouse(app.deps, 'test')).jobs).to.equal(0);
      expect(await events('job_purge')).to.have.length(before + 1);
    });

    it('goes in batches, and by several at once deletes each job once', async () => {
      const tenant = await addTenant(app.db, { name: 'many' });
      await app.db.raw(
        `insert into jobs (tenant_id, state, trigger, finished_at)
         select ?, 'succeeded', 'manual', now() - interval '100 days' from generate_series(1, 500)`,
        [tenant],
      );
      const before = (await events('job_purge')).length;
      const counts = await Promise.all([app, other].map((one) => purgeJobs(ctxOf(one))));
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(500);
      const told = (await events('job_purge')).slice(before).map(({ detail }) => detail.count as number);
      expect(told.reduce((sum, count) => sum + count, 0)).to.equal(500);
      expect(Math.max(...told)).to.equal(200);
    });
  });

  describe('jobs whose worker has died', () => {
    const lease = '00000000-0000-4000-8000-000000000001';
    const running = (tenant: number, patch: object = {}): Promise<number> =>
      addJob(app.db, tenant, {
        state: 'running',
        finished_at: null,
        lease,
        attempts: 1,
        lease_until: ago('1 second'),
        current: 'x.test: SPF',
        ...patch,
      });

    it('wait again, with what was found, once by however many look; those that live are left alone', async () => {
      const tenants = await Promise.all([1, 2, 3].map((n) => addTenant(app.db, { name: `died${n}` })));
      const [dead = 0, alive = 0] = tenants;
      const id = await running(dead, { checks_done: 4 });
      await running(alive, { lease_until: ago('-15 seconds') });
      const counts = await Promise.all([app, other, app].map((one) => takeUp(ctxOf(one))));
      expect(counts.sort()).to.deep.equal([0, 0, 1]);
      expect(await app.db('jobs').where({ id }).first()).to.deep.include({
        state: 'queued',
        attempts: 1,
        checks_done: 4,
        lease: null,
        lease_until: null,
        current: null,
      });
      expect(await app.db('jobs').where({ tenant_id: alive }).first()).to.deep.include({
        state: 'running',
        lease,
      });
      expect(await bells()).to.deep.equal([`scan-${id}`]);
    });

    it('have failed when that was their last attempt', async () => {
      const tenant = await addTenant(app.db, { name: 'poison' });
      const id = await running(tenant, { attempts: 3 });
      expect(await takeUp(ctxOf(app))).to.equal(1);
      const job = await app.db('jobs').where({ id }).first();
      expect(job).to.deep.include({ state: 'failed', lease: null });
      expect(job?.error).to.match(/stopped before it was done, 3 times\.$/);
      expect(await bells()).to.deep.equal([]);
      const [event] = (await events('job_finish')).slice(-1);
      expect(event?.detail).to.deep.equal({ target: tenant, name: 'poison', job: id, state: 'failed' });
    });
  });

  it('rings again for a job whose bell was lost, and for no other', async () => {
    const [lost, young, later] = await Promise.all(
      ['lost', 'young', 'later'].map(async (name) => addTenant(app.db, { name })),
    );
    const waiting = { state: 'queued', finished_at: null } as const;
    const id = await addJob(app.db, lost ?? 0, { ...waiting, run_after: ago('1 minute') });
    await addJob(app.db, young ?? 0, { ...waiting, run_after: ago('1 second') });
    await addJob(app.db, later ?? 0, { ...waiting, run_after: ago('-1 minute') });
    await takeUp(ctxOf(app));
    expect(await bells()).to.deep.equal([`scan-${id}`]);
    const read = async () =>
      (await app.db.raw<{ rows: object[] }>('select id, revision from graphile_worker.jobs')).rows;
    const rung = await read();
    await takeUp(ctxOf(app));
    expect(await read()).to.deep.equal(rung);
  });
});
