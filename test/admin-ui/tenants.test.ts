/** What the console asks about tenants: lists, changes, proofs and reports, over the real application. */
import { expect } from 'chai';
import type { Tenant } from '../../admin-ui/src/tenants/tenant';
import { startInternet, type Internet } from '../support/internet/index.js';
import { seedTenant } from '../support/tenants.js';
import { useConsole } from './support/console.js';
import { json } from './support/gateway.js';

interface Refusal {
  status: number;
  message: string;
  body: { code?: string; errors?: Record<string, string> };
}

describe('console: tenants', () => {
  let internet: Internet;
  before(async () => {
    internet = await startInternet();
  });
  const use = useConsole(() => internet.env);
  after(() => internet.stop());

  const read = async (id: number): Promise<Tenant> =>
    (await use.providers.dataProvider.getOne('tenants', { id })).data;

  const create = (data: object) => use.providers.dataProvider.create('tenants', { data });

  /** What a request was refused with. */
  async function refusal(asked: Promise<unknown>): Promise<Refusal> {
    const error = await asked.then(() => undefined).catch((reason: unknown) => reason);
    expect(error, 'it was not refused').to.be.an('error');
    return error as Refusal;
  }

  describe('lists', () => {
    before(async () => {
      for (const name of ['Alder', 'Birch', 'Cedar']) {
        await seedTenant(use.app, { name, scans: [{ score: name === 'Cedar' ? 30 : 95 }] });
      }
      await seedTenant(use.app, { name: 'Dogwood', state: 'paused' });
    });

    it('asks for a page in the words of the contract, and reads the total', async () => {
      const { data, total } = await use.providers.dataProvider.getList('tenants', {
        pagination: { page: 2, perPage: 2 },
        sort: { field: 'name', order: 'ASC' },
        filter: {},
      });
      expect(use.sent().map(({ path }) => path)).to.deep.equal([
        '/api/tenants?sort=["name","ASC"]&range=[2,3]&filter={}',
      ]);
      expect((data as Tenant[]).map(({ name }) => name)).to.deep.equal(['Cedar', 'Dogwood']);
      expect(total).to.equal(4);
    });

    it('filters by what the form offers', async () => {
      const found = async (filter: object) => {
        const { data } = await use.providers.dataProvider.getList('tenants', {
          pagination: { page: 1, perPage: 25 },
          sort: { field: 'id', order: 'ASC' },
          filter,
        });
        return (data as Tenant[]).map(({ name }) => name);
      };
      expect(await found({ q: 'birch.ex' })).to.deep.equal(['Birch']);
      expect(await found({ state: 'paused' })).to.deep.equal(['Dogwood']);
      expect(await found({ grade: 'A' })).to.deep.equal(['Alder', 'Birch']);
      expect(await found({ grade: 'none' })).to.deep.equal(['Dogwood']);
    });
  });

  describe('changes', () => {
    it('takes one in', async () => {
      const { data } = await create({ name: 'Elder', domains: ['Elder.Example.ORG.'], notes: '' });
      expect(data).to.include({ name: 'Elder', state: 'onboarding' });
      expect((await read((data as Tenant).id)).domains.map(({ domain }) => domain)).to.deep.equal([
        'elder.example.org',
      ]);
    });

    it('tells of the field domains which one is wrong, and which one another has', async () => {
      const wrong = await refusal(create({ name: 'Fir', domains: ['fir.example.org', 'not a domain'] }));
      expect(wrong.status).to.equal(422);
      expect(wrong.body.errors?.['domains']).to.match(/^not a domain: /);
      await seedTenant(use.app, { name: 'Hazel' });
      const taken = await refusal(create({ name: 'Fir', domains: ['hazel.example.org'] }));
      expect(taken).to.include({ status: 409 }).and.to.have.nested.property('body.code', 'domain_taken');
      expect(taken.body.errors?.['domains']).to.include('Hazel');
    });

    it('tells of the field name that another has it, without regard to case', async () => {
      await seedTenant(use.app, { name: 'Juniper' });
      const taken = await refusal(create({ name: 'JUNIPER', domains: ['j.example.org'] }));
      expect(taken).to.include({ status: 409 }).and.to.have.nested.property('body.code', 'tenant_taken');
      expect(taken.body.errors?.['name']).to.include('Juniper');
    });

    it('sends of an edit what was changed, and the version that it began with', async () => {
      const before = await read((await seedTenant(use.app, { name: 'Larch' })).id);
      const { dataProvider } = use.providers;
      const data = { ...before, notes: 'North side.' };
      await dataProvider.update('tenants', { id: before.id, data, previousData: before });
      expect(use.sent().at(-1)).to.deep.include({ method: 'PATCH', body: { notes: 'North side.' } });
      expect(use.sent().at(-1)?.headers).to.include({ 'if-match': `"${before.revision}"` });
      expect(await read(before.id)).to.include({ notes: 'North side.', revision: before.revision + 1 });
    });

    it('overwrites nobody’s newer edit', async () => {
      const before = await read((await seedTenant(use.app, { name: 'Maple' })).id);
      await use.admin.patch(`/api/tenants/${before.id}`, { notes: 'Theirs.' });
      const change = { id: before.id, data: { notes: 'Mine.' }, previousData: before };
      const stale = await refusal(use.providers.dataProvider.update('tenants', change));
      expect(stale).to.include({ status: 412 }).and.to.have.nested.property('body.code', 'stale');
      expect(await read(before.id)).to.include({ notes: 'Theirs.' });
    });

    it('deletes only with the name typed', async () => {
      const gone = await read((await seedTenant(use.app, { name: 'Oak' })).id);
      const ask = (name: string) =>
        use.providers.dataProvider.delete('tenants', {
          id: gone.id,
          previousData: gone,
          meta: { body: { name } },
        });
      const mismatch = await refusal(ask('Oakk'));
      expect(mismatch).to.include({ status: 400 }).and.to.have.nested.property('body.code', 'name_mismatch');
      expect(mismatch.body.errors).to.have.property('name');
      expect((await ask('oak')).data).to.deep.equal(gone);
      expect(use.sent().at(-1)).to.deep.include({
        method: 'DELETE',
        path: `/api/tenants/${gone.id}`,
        body: { name: 'oak' },
      });
      expect(await refusal(read(gone.id))).to.include({ status: 404 });
    });
  });

  describe('proofs, reports and scans', () => {
    it('reads how domains are proved, and nothing once they are', async () => {
      const open = await seedTenant(use.app, { name: 'Pine', unproved: ['pine.test'], state: 'onboarding' });
      const { dataProvider } = use.providers;
      const onboarding = await dataProvider.onboarding(open.id);
      expect(onboarding?.domains[0]).to.deep.include({ domain: 'pine.test', proof: null, checked_at: null });
      expect(onboarding?.domains[0]?.record.name).to.equal('_clearview.pine.test');
      const done = await seedTenant(use.app, { name: 'Rowan' });
      expect(await dataProvider.onboarding(done.id)).to.equal(null);
    });

    it('passes on every other answer than that there is none', async () => {
      const { id } = await seedTenant(use.app, { name: 'Sorrel' });
      use.gateway.instead('/api/onboarding', json(403, { detail: 'No.', code: 'forbidden' }));
      expect(await refusal(use.providers.dataProvider.onboarding(id))).to.include({ status: 403 });
    });

    it('looks for the proofs now, and finds the one that is there', async () => {
      const { id } = await seedTenant(use.app, {
        name: 'Teak',
        unproved: ['teak.test', 'other.test'],
        state: 'onboarding',
      });
      const { dataProvider } = use.providers;
      const record = (await dataProvider.onboarding(id))!.domains[0]!.record;
      internet.zone.set(record.name, 'TXT', record.value);
      const { domains } = await dataProvider.checkProofs(id);
      expect(domains.map(({ domain, proof }) => [domain, proof])).to.deep.equal([
        ['teak.test', 'dns'],
        ['other.test', null],
      ]);
      expect(domains[1]?.check_detail).to.be.a('string').and.not.to.equal('');
    });

    it('waives the proof of one domain, for a reason', async () => {
      const { id } = await seedTenant(use.app, { name: 'Willow', unproved: ['a.test', 'b.test'] });
      const { dataProvider } = use.providers;
      const short = await refusal(dataProvider.waiveProof(id, 'b.test', 'no'));
      expect(short.body.errors).to.have.property('reason');
      const { domains } = await dataProvider.waiveProof(id, 'b.test', 'Their contract allows it.');
      expect(domains.map(({ proof }) => proof)).to.deep.equal([null, 'waiver']);
      expect(await refusal(dataProvider.waiveProof(id, 'b.test', 'Once more.'))).to.include({ status: 409 });
    });

    it('reads the report of the newest scan', async () => {
      const { id, jobs } = await seedTenant(use.app, {
        name: 'Yew',
        scans: [
          { findings: [{ check_id: 'mail.spf', status: 'fail' }] },
          { findings: [{ check_id: 'mail.spf', status: 'pass' }] },
        ],
      });
      const report = await use.providers.dataProvider.report(id);
      expect(report).to.include({ job_id: jobs[1], score: 100 });
      expect(report.mends).to.deep.equal([]);
      expect(report.findings.map(({ status, before }) => [status, before])).to.deep.equal([['pass', 'fail']]);
    });

    it('asks for a scan, and is answered the one that waits already', async () => {
      const { id } = await seedTenant(use.app, { name: 'Zelkova' });
      const { dataProvider } = use.providers;
      const job = await dataProvider.scan(id);
      expect(job).to.include({
        tenant_id: id,
        state: 'queued',
        trigger: 'manual',
        requested_by_name: 'root',
      });
      expect((await dataProvider.scan(id)).id).to.equal(job.id);
      const paused = await seedTenant(use.app, { name: 'Quince', state: 'paused' });
      expect(await refusal(dataProvider.scan(paused.id))).to.have.nested.property(
        'body.code',
        'tenant_paused',
      );
    });
  });
});
