/** Workers as processes of their own that scan real servers, and what becomes of a scan when something dies. */
import { expect } from 'chai';
import type { Knex } from 'knex';
import { createDatabase, settingsFromUrl } from '../../../db/knex.js';
import type { FindingRow } from '../../../db/tables.js';
import { insertJob, wakeWorkers } from '../../../server/jobs/jobs-store.js';
import { CHECKS } from '../../../server/scans/checks/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { startOwnPostgres } from '../../support/own-postgres.js';
import { spawnWorker, urlOf, type ServerProcess } from '../../support/server-process.js';
import { waitFor } from '../faults/client.js';
import { addTenant, isIn, untilJob } from './tenants.js';

const PATIENCE = 90_000;

describe('A worker in a process of its own', function () {
  this.timeout(240_000);
  let internet: Internet;
  let test: TestDatabase;
  const processes: ServerProcess[] = [];

  before(async () => {
    internet = await startInternet();
    test = await createTestDatabase();
  });
  afterEach(() => Promise.all(processes.splice(0).map((worker) => worker.kill())));
  after(async () => {
    await test.drop();
    await internet.stop();
  });

  function start(url = urlOf(test)): ServerProcess {
    const worker = spawnWorker({ ...internet.env, DATABASE_URL: url, LOG_LEVEL: 'warn' });
    processes.push(worker);
    return worker;
  }

  /** Queues a scan of a domain of which some questions go unanswered for a while. */
  async function queue(db: Knex, name: string): Promise<{ id: number; domain: string }> {
    const domain = `${name}.test`;
    internet.goodSite(domain);
    internet.zone.silence(`_dmarc.${domain}`);
    const tenant = await addTenant(db, { name, domains: [domain] });
    const job = { trigger: 'manual', requested_by: null, requested_by_name: null, retry_of: null } as const;
    const { id } = await insertJob(db, { tenant_id: tenant, ...job });
    await wakeWorkers(db, [id]);
    return { id, domain };
  }
  const until = (db: Knex, id: number, question: Parameters<typeof untilJob>[2]) =>
    untilJob(db, id, question, PATIENCE);
  const inTheMiddle = (db: Knex, id: number) =>
    until(db, id, (job) => job.state === 'running' && job.checks_done > 3);
  const found = (db: Knex, id: number): Promise<FindingRow[]> =>
    db('findings').where({ job_id: id }).orderBy('check_id');
  const answerAgain = (domain: string): void => {
    internet.zone.remove(`_dmarc.${domain}`);
    internet.goodSite(domain);
  };

  async function expectWhole(db: Knex, id: number, kept: FindingRow[]): Promise<void> {
    const all = await found(db, id);
    expect(all.map(({ check_id }) => check_id)).to.deep.equal(CHECKS.map((check) => check.id).sort());
    // What was there is there as it was: nobody looked, or wrote, twice.
    for (const finding of kept) expect(all).to.deep.include(finding);
    const told = await db('auth_audit')
      .where({ event: 'job_finish' })
      .whereRaw(`detail->>'job' = ?`, [`${id}`]);
    expect(told.map(({ detail }) => detail.state)).to.deep.equal(['succeeded']);
    expect(await db('tenant_scores').where({ job_id: id })).to.have.length(1);
  }

  it('that is killed in the middle leaves the scan to another, which goes on from there', async () => {
    const first = start();
    const { id, domain } = await queue(test.db, 'killed');
    await inTheMiddle(test.db, id);
    await first.kill();
    const kept = await found(test.db, id);
    expect(kept.length).to.be.within(1, CHECKS.length - 1);
    expect((await test.db('jobs').where({ id }).first())?.state).to.equal('running');
    answerAgain(domain);
    start();
    const job = await until(test.db, id, isIn('succeeded'));
    expect(job).to.deep.include({ attempts: 2, checks_done: CHECKS.length, error: null });
    expect(job.score).to.be.greaterThan(80);
    await expectWhole(test.db, id, kept);
  });

  it('gives its scan back on SIGTERM, at once, and ends in order', async () => {
    const first = start();
    const { id, domain } = await queue(test.db, 'stopped');
    await inTheMiddle(test.db, id);
    expect(await first.stop()).to.equal(0);
    const given = await test.db('jobs').where({ id }).first();
    expect(given).to.deep.include({ state: 'queued', attempts: 0, lease: null });
    const kept = await found(test.db, id);
    expect(kept).to.have.length(given?.checks_done ?? 0);
    answerAgain(domain);
    const second = start();
    expect(await until(test.db, id, isIn('succeeded'))).to.deep.include({ attempts: 1 });
    await expectWhole(test.db, id, kept);
    expect(await second.stop()).to.equal(0);
    expect(second.stderr()).to.include('worker is ready: up to 3 scans at once');
  });

  it('goes on when its database was restarted in the middle', async () => {
    const postgres = await startOwnPostgres();
    const db = createDatabase(settingsFromUrl(postgres.url));
    try {
      const worker = start(postgres.url);
      const isReady = () => Promise.resolve(worker.stderr().includes('worker is ready'));
      expect(await waitFor(isReady, PATIENCE)).to.be.lessThan(PATIENCE);
      const { id, domain } = await queue(db, 'restarted');
      await inTheMiddle(db, id);
      const kept = await found(db, id);
      await postgres.stop();
      await postgres.start();
      answerAgain(domain);
      const job = await untilJob(db, id, isIn('succeeded'), 120_000);
      expect(job.attempts).to.be.within(1, 2);
      await expectWhole(db, id, kept);
      expect(await worker.stop()).to.equal(0);
    } finally {
      await Promise.all(processes.splice(0).map((worker) => worker.kill()));
      await db.destroy();
      await postgres.remove();
    }
  });
});
