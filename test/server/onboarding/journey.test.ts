import { expect } from 'chai';
import type { Worker } from '../../../server/worker/worker.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { startTestWorker } from '../../support/worker.js';
import { waitFor } from '../faults/client.js';

const PATIENCE = 60_000;

interface Tenant {
  id: number;
  state: string;
  score: number | null;
  trend: number[];
  last_job_id: number | null;
  next_scan_at: string | null;
  job: { id: number } | null;
}

describe('From a name to a tenant that is looked after', function () {
  this.timeout(180_000);
  let internet: Internet;
  let app: TestApp;
  let root: Person;
  let joe: Person;
  let worker: Worker;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
    root = await setUp(app);
    await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
    worker = startTestWorker(app);
  });
  after(async () => {
    await worker.stop();
    await app.stop();
    await internet.stop();
  });

  const read = async (id: number) => (await joe.get(`/api/tenants/${id}`)).body as Tenant;
  const take = async (name: string, ...domains: string[]) =>
    ((await joe.post('/api/tenants', { name, domains })).body as Tenant).id;
  async function prove(id: number, host: string): Promise<void> {
    const { token } = (await app.db('tenant_domains').where({ domain: host }).first('token'))!;
    internet.zone.set(`_clearview.${host}`, 'TXT', `clearview-verification=${token}`);
    const answer = await joe.post(`/api/onboarding/${id}/check`, {});
    expect(answer.status, answer.text).to.equal(200);
  }
  /** Waits for a scan after the given one. */
  async function scanned(id: number, after: number | null): Promise<Tenant> {
    await waitFor(async () => {
      const { job, last_job_id } = await read(id);
      return job === null && last_job_id !== null && last_job_id !== after;
    }, PATIENCE);
    return read(id);
  }

  it('take in, prove, first scan, active; mend, scan again: the score rises, and the report tells what did it', async () => {
    internet.badSite('journey.test');
    const id = await take('Journey', 'journey.test');
    expect((await joe.post('/api/jobs', { tenant_id: id })).status).to.equal(400);
    await prove(id, 'journey.test');
    const first = await scanned(id, null);
    expect(first.state).to.equal('active');
    expect(first.next_scan_at).to.be.a('string');
    expect((await joe.get(`/api/onboarding/${id}`)).status).to.equal(404);

    internet.goodSite('journey.test');
    expect((await joe.post('/api/jobs', { tenant_id: id })).status).to.equal(200);
    const second = await scanned(id, first.last_job_id);
    expect(second.score).to.be.greaterThan(first.score!);
    expect(second.trend).to.deep.equal([first.score, second.score]);
    const { body } = await joe.get(`/api/tenants/${id}/report`);
    const report = body as { job_id: number; findings: { status: string; before: string | null }[] };
    expect(report.job_id).to.equal(second.last_job_id);
    const mended = report.findings.filter(({ status, before }) => status === 'pass' && before === 'fail');
    expect(mended.length).to.be.greaterThan(3);
  });

  it('a domain that is added while a scan runs is not in it, and the scan ends well', async () => {
    internet.goodSite('steady.test');
    const id = await take('Steady', 'steady.test');
    internet.site('steady.test', { delay: 300 });
    await prove(id, 'steady.test');
    await waitFor(
      async () => (await joe.get(`/api/jobs?filter={"tenant_id":${id}}`)).text.includes('running'),
      PATIENCE,
    );
    const answer = await joe.patch(`/api/tenants/${id}`, { domains: ['late.test', 'steady.test'] });
    expect(answer.status, answer.text).to.equal(200);
    const tenant = await scanned(id, null);
    // One domain is not proved, so it is not taken in to the end.
    expect(tenant.state).to.equal('onboarding');
    const looked = await app.db('findings').where({ job_id: tenant.last_job_id! }).distinct().pluck('domain');
    expect(looked).to.deep.equal(['steady.test']);
  });

  it('a tenant that is deleted while its scan runs leaves nothing behind', async () => {
    internet.goodSite('leaving.test');
    internet.site('leaving.test', { delay: 300 });
    const id = await take('Leaving', 'leaving.test');
    await prove(id, 'leaving.test');
    const running = () => app.db('jobs').where({ tenant_id: id, state: 'running' }).first('id');
    await waitFor(async () => (await running()) !== undefined, PATIENCE);
    const { id: job } = (await running())!;
    const answer = await root.delete(`/api/tenants/${id}`).send({ name: 'leaving' });
    expect(answer.status, answer.text).to.equal(200);
    // The worker is free for the next one, so it has given that job up.
    internet.goodSite('next.test');
    const next = await take('Next', 'next.test');
    await prove(next, 'next.test');
    await scanned(next, null);
    expect(await app.db('jobs').where({ tenant_id: id })).to.deep.equal([]);
    expect(await app.db('findings').where({ job_id: job })).to.deep.equal([]);
    expect(await app.db('tenant_scores').where({ tenant_id: id })).to.deep.equal([]);
  });
});
