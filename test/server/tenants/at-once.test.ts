import { expect } from 'chai';
import { inTransaction } from '../../../db/transaction.js';
import { dueTenants, noteScan } from '../../../server/tenants/tenants-service.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { seedJob, seedTenant } from '../../support/tenants.js';

/** How many answers there were of each status, such as `{ 200: 1, 409: 19 }`. */
function tally(answers: { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('Tenants, many requests at once', function () {
  this.timeout(60_000);
  let app: TestApp;
  let root: Person;
  let joe: Person;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  const times = <T>(count: number, call: (n: number) => PromiseLike<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => call(n)));
  const events = (event: string, target?: number) =>
    app
      .db('auth_audit')
      .where({ event })
      .whereRaw(target === undefined ? 'true' : `detail->>'target' = '${target}'`)
      .orderBy('id');
  const create = (name: string, domains: string[]) => joe.post('/api/tenants', { name, domains });

  it('20 creations of one name, in any case: one succeeds, the others are told who has it', async () => {
    const before = (await events('tenant_create')).length;
    const answers = await times(20, (n) => create(n % 2 ? 'Same Name' : 'same  NAME', [`same${n}.org`]));
    expect(tally(answers)).to.deep.equal({ 200: 1, 409: 19 });
    for (const answer of answers.filter(({ status }) => status === 409))
      expectError(answer, 409, 'tenant_taken');
    expect(await events('tenant_create')).to.have.length(before + 1);
    expect(await app.db('tenant_domains').whereLike('domain', 'same%')).to.have.length(1);
  });

  it('20 creations with one domain: one succeeds, of the others nothing stays', async () => {
    const answers = await times(20, (n) => create(`Wants ${n}`, [`own${n}.org`, 'wanted.org']));
    expect(tally(answers)).to.deep.equal({ 200: 1, 409: 19 });
    for (const answer of answers.filter(({ status }) => status === 409))
      expectError(answer, 409, 'domain_taken');
    expect(await app.db('tenants').whereLike('name', 'Wants %')).to.have.length(1);
    expect(await app.db('tenant_domains').whereLike('domain', 'own%.org')).to.have.length(1);
  });

  it('creations with the same domains in different orders do not stop each other', async () => {
    const domains = ['a', 'b', 'c', 'd'].map((name) => `cross-${name}.org`);
    const answers = await times(12, (n) => create(`Cross ${n}`, n % 2 ? domains : domains.toReversed()));
    expect(tally(answers)).to.deep.equal({ 200: 1, 409: 11 });
  });

  it('changes of one tenant: every event begins where the one before ended', async () => {
    const { id } = (await create('Flapping', ['f0.org'])).body as { id: number };
    const answers = await times(20, (n) => joe.patch(`/api/tenants/${id}`, { domains: [`f${n + 1}.org`] }));
    expect(tally(answers)).to.deep.equal({ 200: 20 });
    let domains = ['f0.org'];
    for (const { detail } of await events('tenant_update', id)) {
      const { from, domains: now } = detail as { from: { domains: string[] }; domains: string[] };
      expect(from.domains).to.deep.equal(domains);
      domains = now;
    }
    const stored = await app.db('tenant_domains').where({ tenant_id: id }).pluck('domain');
    expect(stored).to.deep.equal(domains);
  });

  it('of changes on the strength of one version one succeeds', async () => {
    const { id } = (await create('Versioned', ['versioned.org'])).body as { id: number };
    const answers = await times(10, (n) =>
      joe.patch(`/api/tenants/${id}`, { notes: `by ${n}` }).set('If-Match', '"1"'),
    );
    expect(tally(answers)).to.deep.equal({ 200: 1, 412: 9 });
    expect(await events('tenant_update', id)).to.have.length(1);
  });

  it('deletions of one tenant: one succeeds, the others are told 404', async () => {
    const { id } = (await create('Shortlived', ['short.org'])).body as { id: number };
    const answers = await times(10, () => root.delete(`/api/tenants/${id}`).send({ name: 'shortlived' }));
    expect(tally(answers)).to.deep.equal({ 200: 1, 404: 9 });
    expect(await events('tenant_delete', id)).to.have.length(1);
  });

  it('a deletion while a scan ends: neither waits for the other for ever, and nothing is left', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await seedTenant(app, { name: `Ending ${round}` });
      const running = { state: 'running', lease: '00000000-0000-4000-8000-000000000000' } as const;
      const job = await seedJob(app, id, { ...running, lease_until: new Date(Date.now() + 60_000) });
      const finish = inTransaction(app.db, async (trx) => {
        const rows = await trx('jobs')
          .where({ id: job, state: 'running' })
          .update({ state: 'succeeded', lease: null, lease_until: null, finished_at: new Date() });
        if (rows === 0) return;
        await noteScan(trx, app.deps, { tenantId: id, jobId: job, score: 80, grade: 'B', at: new Date() });
      });
      const [gone] = await Promise.all([
        root.delete(`/api/tenants/${id}`).send({ name: `ending ${round}` }),
        finish,
      ]);
      expect(gone.status, gone.text).to.equal(200);
      for (const table of ['jobs', 'tenant_scores', 'tenant_domains'] as const) {
        expect(await app.db(table).where({ tenant_id: id })).to.deep.equal([]);
      }
    }
  });

  it('workers that ask for due tenants get different ones, each once a night', async () => {
    const seeds = await times(9, (n) =>
      seedTenant(app, { name: `Due ${n}`, state: n === 8 ? 'paused' : 'active' }),
    );
    const ids = seeds.map(({ id }) => id);
    await app
      .db('tenants')
      .whereIn('id', ids)
      .update({ next_scan_at: new Date(Date.now() - 1000) });
    const ask = () => inTransaction(app.db, (trx) => dueTenants(trx, 3, app.deps));
    const taken = (await times(6, ask)).flat().sort((a, b) => a - b);
    expect(taken).to.deep.equal(ids.slice(0, 8).sort((a, b) => a - b));
    expect(await ask()).to.deep.equal([]);
  });
});
