import { expect } from 'chai';
import { inTransaction } from '../../../db/transaction.js';
import {
  dueTenants,
  lockTenant,
  noteScan,
  provedDomains,
  type ScanNote,
} from '../../../server/tenants/tenants-service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { seedJob, seedTenant } from '../../support/tenants.js';

const HOUR = 3_600_000;

describe('What scans ask of tenants, and tell them', () => {
  let app: TestApp;
  let made = 0;

  before(async () => {
    app = await startTestApp({ SCAN_HOUR: '3' });
  });
  after(() => app.stop());

  const take = async (seed: object = {}): Promise<number> =>
    (await seedTenant(app, { name: `Scanned ${made++}`, ...seed })).id;
  const read = async (id: number) => (await app.db('tenants').where({ id }).first())!;
  /** A scan that ends now, with this score. */
  async function scan(id: number, score: number | null, at = new Date()): Promise<ScanNote> {
    const jobId = await seedJob(app, id, { state: 'succeeded', finished_at: at });
    const note = { tenantId: id, jobId, score, grade: score === null ? null : ('B' as const), at };
    await inTransaction(app.db, (trx) => noteScan(trx, app.deps, note));
    return note;
  }

  it('are told the proved domains, in their order', async () => {
    const id = await take({ domains: ['b.org', 'a.org'], unproved: ['c.org'] });
    const found = await provedDomains(app.db, id);
    expect(found).to.deep.equal({
      name: `Scanned ${made - 1}`,
      state: 'active',
      domains: ['b.org', 'a.org'],
    });
    expect(await provedDomains(app.db, 999_999)).to.equal(null);
  });

  it('lock a tenant, and are told when there is none', async () => {
    const id = await take();
    await inTransaction(app.db, async (trx) => {
      expect(await lockTenant(trx, id)).to.include({ id });
      expect(await lockTenant(trx, 999_999)).to.equal(null);
    });
  });

  it('make a tenant active with its first scan, due in the next night', async () => {
    const id = await take({ state: 'onboarding' });
    const note = await scan(id, 82);
    const tenant = await read(id);
    expect(tenant).to.include({
      state: 'active',
      score: 82,
      grade: 'B',
      last_job_id: note.jobId,
      revision: 1,
    });
    expect(tenant.trend).to.deep.equal([82]);
    expect(tenant.last_scan_at).to.deep.equal(note.at);
    // Some time from 3:00 to 7:00 UTC, after the next time that it is 3:00.
    const next = tenant.next_scan_at!;
    expect(next.getUTCHours()).to.be.within(3, 7);
    expect(next.getTime() - Date.now()).to.be.within(0, 28 * HOUR);
  });

  it('leave a tenant in onboarding while a domain is not proved', async () => {
    const id = await take({ state: 'onboarding', domains: ['half.org'], unproved: ['other-half.org'] });
    await scan(id, 70);
    expect(await read(id)).to.include({ state: 'onboarding', score: 70, next_scan_at: null });
  });

  it('do not wake a paused tenant', async () => {
    const id = await take({ state: 'paused' });
    await scan(id, 70);
    expect(await read(id)).to.include({ state: 'paused', score: 70, next_scan_at: null });
  });

  it('keep the last twelve scores; one that could not judge leaves score and trend as they were', async () => {
    const id = await take();
    for (let n = 1; n <= 14; n += 1) await scan(id, n, new Date(Date.now() - (20 - n) * HOUR));
    const last = await scan(id, null);
    const tenant = await read(id);
    expect(tenant.trend).to.deep.equal([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(tenant).to.include({ score: 14, grade: 'B', last_job_id: last.jobId });
    expect(await app.db('tenant_scores').where({ tenant_id: id })).to.have.length(15);
  });

  it('count once when they are told twice', async () => {
    const id = await take();
    const note = await scan(id, 60);
    const before = await read(id);
    await inTransaction(app.db, (trx) => noteScan(trx, app.deps, { ...note, score: 99 }));
    expect(await read(id)).to.deep.equal(before);
  });

  it('say nothing of a tenant that is gone', async () => {
    const note = { tenantId: 999_999, jobId: 1, score: 50, grade: 'E', at: new Date() } as const;
    await inTransaction(app.db, (trx) => noteScan(trx, app.deps, note));
    expect(await app.db('tenant_scores').where({ tenant_id: 999_999 })).to.deep.equal([]);
  });

  it('are asked for only of active tenants that are due, the longest due first', async () => {
    await app.db('tenants').update({ next_scan_at: null });
    const due = async (ago: number, seed: object = {}) => {
      const id = await take(seed);
      await app
        .db('tenants')
        .where({ id })
        .update({ next_scan_at: new Date(Date.now() - ago) });
      return id;
    };
    const [second, first] = [await due(HOUR), await due(2 * HOUR)];
    await due(-HOUR);
    await due(3 * HOUR, { state: 'paused' });
    const ask = (limit: number) => inTransaction(app.db, (trx) => dueTenants(trx, limit, app.deps));
    expect(await ask(1)).to.deep.equal([first]);
    expect(await ask(10)).to.deep.equal([second]);
    expect((await read(first)).next_scan_at!.getTime()).to.be.greaterThan(Date.now());
  });
});
