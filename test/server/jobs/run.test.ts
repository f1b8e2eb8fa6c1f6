import { expect } from 'chai';
import { CHECKS } from '../../../server/scans/checks/index.js';
import type { Worker } from '../../../server/worker/worker.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, type Person } from '../../support/people.js';
import { startTestWorker } from '../../support/worker.js';
import { waitFor } from '../faults/client.js';
import { makeOutside, type Outside } from './outside.js';
import { addTenant, isIn, untilJob } from './tenants.js';

const PATIENCE = 30_000;

describe('A job that runs', function () {
  this.timeout(90_000);
  let app: TestApp;
  let admin: Person;
  let outside: Outside;
  let worker: Worker;

  before(async () => {
    app = await startTestApp();
    outside = makeOutside();
    app.deps.openWire = outside.open;
    admin = await setUp(app);
    worker = startTestWorker(app);
  });
  beforeEach(() => outside.hold());
  afterEach(() => {
    outside.lighten();
    outside.letGo();
  });
  after(async () => {
    await worker.stop();
    await app.stop();
  });

  let count = 0;
  async function queue(domains?: string[]): Promise<{ tenant: number; id: number }> {
    const tenant = await addTenant(app.db, { name: `tenant${(count += 1)}`, domains });
    const { body } = await admin.post('/api/jobs', { tenant_id: tenant }).expect(200);
    return { tenant, id: body.id as number };
  }
  const until = (id: number, question: Parameters<typeof untilJob>[2]) =>
    untilJob(app.db, id, question, PATIENCE);
  const finished = (id: number) =>
    app
      .db('auth_audit')
      .where({ event: 'job_finish' })
      .whereRaw(`detail->>'job' = ?`, [`${id}`]);
  const found = (id: number) => app.db('findings').where({ job_id: id });

  it('shows what it looks at and how far it is, and ends with a score for its tenant', async () => {
    const { tenant, id } = await queue(['one.test', 'xn--bung-zra.test']);
    await until(id, (job) => job.current !== null);
    const early = (await admin.get(`/api/jobs/${id}`)).body;
    expect(early).to.deep.include({ state: 'running', attempts: 1, checks_done: 0, finished_at: null });
    expect(early.checks_total).to.equal(2 * CHECKS.length);
    expect(CHECKS.map(({ title }) => `one.test: ${title}`)).to.include(early.current);
    outside.pass(8);
    const middle = await until(id, (job) => job.checks_done > 0);
    expect(middle.checks_done).to.be.lessThan(2 * CHECKS.length);
    outside.letGo();
    const job = await until(id, isIn('succeeded'));
    expect(job).to.deep.include({ checks_done: 2 * CHECKS.length, current: null, error: null, lease: null });
    const [row] = await app.db('tenants').where({ id: tenant });
    expect(row).to.deep.include({ last_job_id: id, score: job.score, grade: job.grade });
    expect(row?.last_scan_at).to.deep.equal(job.finished_at);
    const [event, ...others] = await finished(id);
    expect(others).to.deep.equal([]);
    expect(event).to.deep.include({ user_id: null, username: null, ip: 'local' });
    const score = job.score === null ? {} : { score: job.score };
    expect(event?.detail).to.deep.equal({
      target: tenant,
      name: row?.name,
      job: id,
      state: 'succeeded',
      ...score,
    });
  });

  it('is told by what it found, each with its words and what mending it would gain', async () => {
    const { id } = await queue();
    outside.letGo();
    await until(id, isIn('succeeded'));
    const answer = await admin.get(`/api/jobs/${id}/findings`).expect(200);
    expect(answer.headers['content-range']).to.equal(`findings 0-${CHECKS.length - 1}/${CHECKS.length}`);
    const findings = answer.body as Record<string, unknown>[];
    expect(findings.map(({ check_id }) => check_id)).to.deep.equal(CHECKS.map(({ id: check }) => check));
    expect(Object.keys(findings[0] ?? {}).sort()).to.deep.equal(
      [
        'check_id',
        'domain',
        'evidence',
        'gain',
        'group',
        'link',
        'looks_at',
        'mend',
        'seen_at',
        'severity',
      ].concat(['status', 'summary', 'title', 'why']),
    );
    const some = await admin.get(`/api/jobs/${id}/findings?filter={"status":"unknown"}`).expect(200);
    const unknown = findings.filter(({ status }) => status === 'unknown');
    expect(some.body).to.deep.equal(unknown);
    expect(unknown.every(({ gain }) => gain === 0)).to.equal(true);
    await admin.get('/api/jobs/999999/findings').expect(404);
  });

  it('ends at once when it is cancelled, and writes nothing afterwards', async () => {
    const { id } = await queue();
    outside.pass(6);
    await until(id, (job) => job.checks_done > 0);
    const ended = outside.ended();
    await admin.post(`/api/jobs/${id}/cancel`, {}).expect(200);
    const done = await found(id);
    expect(await waitFor(() => Promise.resolve(outside.ended() > ended), PATIENCE)).to.be.lessThan(PATIENCE);
    outside.letGo();
    // Another job of the same worker, so that what the first one might still do has been done.
    const other = await queue();
    await until(other.id, isIn('succeeded'));
    expect(await found(id)).to.have.length(done.length);
    expect(await app.db('jobs').where({ id }).first()).to.deep.include({ state: 'cancelled', lease: null });
    expect(await finished(id)).to.deep.equal([]);
  });

  it('ends without a word when its tenant is deleted', async () => {
    const { tenant, id } = await queue();
    outside.pass(6);
    await until(id, (job) => job.checks_done > 0);
    const ended = outside.ended();
    const [row] = await app.db('tenants').where({ id: tenant });
    await admin.delete(`/api/tenants/${tenant}`).send({ name: row?.name }).expect(200);
    expect(await waitFor(() => Promise.resolve(outside.ended() > ended), PATIENCE)).to.be.lessThan(PATIENCE);
    expect(await app.db('jobs').where({ id })).to.deep.equal([]);
    expect(await found(id)).to.deep.equal([]);
    expect(await finished(id)).to.deep.equal([]);
  });

  it('writes nothing more when another worker holds it by now', async () => {
    const { id } = await queue();
    outside.pass(6);
    await until(id, (job) => job.checks_done > 0);
    const ended = outside.ended();
    const lease = '00000000-0000-4000-8000-000000000001';
    const far = app.db.raw("now() + interval '1 hour'") as never;
    await app.db('jobs').where({ id }).update({ lease, lease_until: far, current: 'theirs' });
    const done = await found(id);
    expect(await waitFor(() => Promise.resolve(outside.ended() > ended), PATIENCE)).to.be.lessThan(PATIENCE);
    outside.letGo();
    const other = await queue();
    await until(other.id, isIn('succeeded'));
    expect(await found(id)).to.have.length(done.length);
    expect(await app.db('jobs').where({ id }).first()).to.deep.include({
      state: 'running',
      lease,
      current: 'theirs',
    });
  });

  it('that could see nothing waits for the next attempt, ever longer, and fails after the last', async () => {
    outside.darken();
    outside.letGo();
    const { id } = await queue();
    const waits: number[] = [];
    for (let attempts = 1; attempts < 3; attempts += 1) {
      const job = await until(id, (row) => row.attempts === attempts && row.state === 'queued');
      expect(job).to.deep.include({ checks_done: 0, current: null, lease: null, finished_at: null });
      expect(job.error).to.equal('Nothing could be seen: No name server answered in time.');
      expect(await found(id)).to.deep.equal([]);
      const { rows } = await app.db.raw<{ rows: { wait: number }[] }>(
        'select extract(epoch from run_after - now())::float as wait from jobs where id = ?',
        [id],
      );
      waits.push(rows[0]?.wait ?? 0);
      // As if the time had passed: the bell that was set for later counts as lost.
      await app
        .db('jobs')
        .where({ id })
        .update({ run_after: app.db.raw("now() - interval '1 minute'") as never });
    }
    expect(waits[0]).to.be.within(5, 30);
    expect(waits[1]).to.be.within(60, 120);
    const job = await until(id, isIn('failed'));
    expect(job).to.deep.include({ attempts: 3, score: null, grade: null });
    expect(job.error).to.include('Nothing could be seen');
    expect((await finished(id)).map(({ detail }) => detail.state)).to.deep.equal(['failed']);
  });

  it('is given back when its worker stops: what was found stays, and the next one goes on from there', async () => {
    const { id } = await queue();
    outside.pass(6);
    const before = await until(id, (job) => job.checks_done > 0);
    await worker.stop();
    const given = await until(id, isIn('queued'));
    expect(given).to.deep.include({ attempts: 0, lease: null, current: null, error: null });
    expect(given.checks_done).to.be.at.least(before.checks_done);
    const kept = await found(id);
    expect(kept).to.have.length(given.checks_done);
    outside.letGo();
    worker = startTestWorker(app);
    const done = await until(id, isIn('succeeded'));
    expect(done).to.deep.include({ attempts: 1, checks_done: CHECKS.length });
    const after = await found(id);
    expect(after).to.have.length(CHECKS.length);
    for (const finding of kept) expect(after).to.deep.include(finding);
  });
});
