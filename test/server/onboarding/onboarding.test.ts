import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { eventsAbout } from '../../support/audit.js';
import { linkOf, q } from '../../support/lists.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { seedJob, seedTenant } from '../../support/tenants.js';

interface Onboarding {
  id: number;
  name: string;
  next_step: string;
  domains: { domain: string; proof: string | null; proved_at: string | null }[];
  job: { id: number; state: string } | null;
  last_job: object | null;
}

describe('Onboarding: the list, and waivers', () => {
  let app: TestApp;
  let root: Person;
  let rootId: number;
  let joe: Person;
  let made = 0;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    rootId = ((await root.get('/api/auth/me')).body as { id: number }).id;
    await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  const take = async (...domains: string[]): Promise<{ id: number; name: string }> => {
    const answer = await joe.post('/api/tenants', { name: `Taken ${made++}`, domains });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as { id: number; name: string };
  };
  const waive = (id: number, body: object, who = root) => who.post(`/api/onboarding/${id}/waive`, body);
  const reason = 'We know them well.';
  const events = (event: string, target: number) => eventsAbout(app, event, target);

  describe('the list', () => {
    const names = async (query = '') =>
      ((await joe.get(`/api/onboarding${query}`)).body as Onboarding[]).map(({ name }) => name);

    before(async () => {
      await seedTenant(app, { name: 'Begun', state: 'onboarding', unproved: ['begun.org'] });
      await seedTenant(app, { name: 'Active', domains: ['active.org'], scans: [{ score: 50 }] });
      await seedTenant(app, { name: 'Grown', domains: ['grown.org'], unproved: ['more.org'] });
      await seedTenant(app, { name: 'Asleep', state: 'paused', unproved: ['asleep.org'] });
      const { id } = await seedTenant(app, { name: 'Failed', state: 'onboarding', domains: ['failed.org'] });
      await seedJob(app, id, { state: 'failed', finished_at: new Date(), error: 'Nothing could be seen.' });
    });

    it('has whoever is not finished: in onboarding, or with a domain that is not proved', async () => {
      const answer = await joe.get(`/api/onboarding?sort=${q(['name', 'ASC'])}`);
      expect(answer.headers['content-range']).to.equal('onboarding 0-3/4');
      expect((answer.body as Onboarding[]).map(({ name, next_step }) => [name, next_step])).to.deep.equal([
        ['Asleep', 'prove_control'],
        ['Begun', 'prove_control'],
        ['Failed', 'first_scan'],
        ['Grown', 'prove_control'],
      ]);
    });

    it('shows each as one is shown alone, with what became of the last scan', async () => {
      for (const one of (await joe.get('/api/onboarding')).body as Onboarding[]) {
        expect((await joe.get(`/api/onboarding/${one.id}`)).body).to.deep.equal(one);
        expect(one).to.have.all.keys(
          ...[
            'id',
            'name',
            'state',
            'created_at',
            'created_by_name',
            'next_step',
            'domains',
            'job',
            'last_job',
          ],
        );
        if (one.name === 'Failed') {
          expect(one.last_job).to.deep.include({ state: 'failed', error: 'Nothing could be seen.' });
        }
      }
    });

    it('is searched, ordered, paged and asked for by ids like the others', async () => {
      expect(await names(`?filter=${q({ q: 'more.org' })}`)).to.deep.equal(['Grown']);
      expect(await names(`?filter=${q({ q: 'active' })}`)).to.deep.equal([]);
      expect(await names(`?sort=${q(['name', 'DESC'])}&range=[0,1]`)).to.deep.equal(['Grown', 'Failed']);
      const first = await joe.get(`/api/onboarding?sort=${q(['name', 'ASC'])}&limit=3`);
      expect(((await joe.get(linkOf(first.headers))).body as Onboarding[])[0]?.name).to.equal('Grown');
      const [{ id } = { id: 0 }] = first.body as Onboarding[];
      expect(await names(`?filter=${q({ id: [id] })}`)).to.deep.equal(['Asleep']);
    });

    it('refuses other filters and orders: 422', async () => {
      for (const query of [`?sort=${q(['state', 'ASC'])}`, `?filter=${q({ state: 'active' })}`]) {
        expectError(await joe.get(`/api/onboarding${query}`), 422, 'invalid');
      }
    });

    it('knows nothing of the finished and the unknown: 404', async () => {
      const active = await app.db('tenants').where({ name: 'Active' }).first('id');
      for (const id of [active?.id, 999_999, 'x']) {
        expectError(await joe.get(`/api/onboarding/${id}`), 404, 'not_found');
        expectError(await joe.post(`/api/onboarding/${id}/check`, {}), 404, 'not_found');
      }
      expectError(await waive(999_999, { reason }), 404, 'not_found');
      expectError(await waive(active!.id, { reason }), 409, 'already_proved');
    });
  });

  describe('a waiver', () => {
    it('lets all domains pass on an administrator’s word, and queues the first scan', async () => {
      const { id, name } = await take('w1.org', 'w2.org');
      const answer = await waive(id, { reason: `  ${reason} ` });
      expect(answer.status, answer.text).to.equal(200);
      const after = answer.body as Onboarding;
      expect(after.next_step).to.equal('first_scan');
      expect(after.domains.map(({ proof }) => proof)).to.deep.equal(['waiver', 'waiver']);
      expect(after.domains[0]?.proved_at).to.match(/Z$/);
      expect(after.job).to.include({ state: 'queued' });
      const stored = await app.db('tenant_domains').where({ tenant_id: id });
      for (const row of stored) {
        expect(row).to.include({ waiver_reason: reason, proved_by: rootId, proved_by_name: 'root' });
      }
      expect((await events('domain_waived', id)).map(({ detail }) => detail)).to.deep.equal([
        { target: id, name, domain: 'w1.org', reason },
        { target: id, name, domain: 'w2.org', reason },
      ]);
      expect(await events('job_create', id)).to.have.length(1);
      const tenant = (await joe.get(`/api/tenants/${id}`)).body as Onboarding;
      expect(tenant.job).to.include({ id: after.job?.id, state: 'queued' });
    });

    it('of one domain leaves the others to be proved', async () => {
      const { id } = await take('w3.org', 'w4.org');
      const after = (await waive(id, { reason, domain: 'W4.org' })).body as Onboarding;
      expect(after.domains.map(({ proof }) => proof)).to.deep.equal([null, 'waiver']);
      expect([after.next_step, after.job]).to.deep.equal(['prove_control', null]);
    });

    it('has nothing to do where control is shown: 409, and nothing is written', async () => {
      const { id } = await take('w5.org', 'w6.org');
      await waive(id, { reason, domain: 'w5.org' });
      expectError(await waive(id, { reason, domain: 'w5.org' }), 409, 'already_proved');
      expect((await waive(id, { reason })).status).to.equal(200);
      expectError(await waive(id, { reason }), 409, 'already_proved');
      expect(await events('domain_waived', id)).to.have.length(2);
    });

    it('counts once when two administrators give it at once', async () => {
      const { id } = await take('w7.org');
      const answers = await Promise.all([1, 2, 3, 4].map(() => waive(id, { reason })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409, 409]);
      expect(await events('domain_waived', id)).to.have.length(1);
      expect(await app.db('jobs').where({ tenant_id: id })).to.have.length(1);
    });

    it('is no user’s to give: 403 before everything else, with a row in the log', async () => {
      const { id } = await take('w8.org');
      const denied = () => app.db('auth_audit').where({ event: 'access_denied', username: 'joe' });
      const before = (await denied()).length;
      expectError(await waive(id, { reason }, joe), 403, 'forbidden');
      expectError(await waive(999_999, { nonsense: 1 }, joe), 403, 'forbidden');
      const rows = (await denied().orderBy('id')).slice(before);
      expect(rows.map(({ detail }) => detail.door)).to.deep.equal([
        'POST /api/onboarding',
        'POST /api/onboarding',
      ]);
      expect(await events('domain_waived', id)).to.deep.equal([]);
    });

    const bodies: object[] = [
      ...[{}, { reason: '' }, { reason: 'abcd' }, { reason: ' abcd   ' }, { reason: 'x'.repeat(501) }],
      ...[{ reason: null }, { reason: 12345 }, { reason: ['long enough'] }, { reason: 'bad\0 one' }],
      ...[
        { reason: 'bad \ud800 one' },
        { reason, domain: 7 },
        { reason, domain: null },
        { reason, proof: 'dns' },
      ],
      ...[
        { reason, domain: 'other.org' },
        { reason, domain: '' },
        { reason, domain: 'not a domain' },
      ],
    ];
    for (const body of bodies) {
      it(`refuses ${JSON.stringify(body).slice(0, 60)}: 422`, async () => {
        const { id } = await take(`bad${made}.org`);
        expectError(await waive(id, body), 422, 'invalid');
        expect(await events('domain_waived', id)).to.deep.equal([]);
      });
    }
  });

  describe('taking the last unproved domain away', () => {
    it('queues the first scan, as proving it would', async () => {
      const { id } = await take('kept.org', 'dropped.org');
      await waive(id, { reason, domain: 'kept.org' });
      await joe.patch(`/api/tenants/${id}`, { notes: 'Something else.' });
      expect(await app.db('jobs').where({ tenant_id: id })).to.deep.equal([]);
      const answer = await joe.patch(`/api/tenants/${id}`, { domains: ['kept.org'] });
      expect((answer.body as Onboarding).job).to.include({ state: 'queued' });
      expect((await events('job_create', id)).map(({ detail }) => detail.trigger)).to.deep.equal([
        'onboarding',
      ]);
    });
  });

  describe('a check', () => {
    it('of the wrong shape is refused: 422', async () => {
      const { id } = await take('shape.org');
      for (const body of [{ domain: 7 }, { domain: 'other.org' }, { domain: 'a\0' }, { force: true }, []]) {
        expectError(await joe.post(`/api/onboarding/${id}/check`, body), 422, 'invalid');
      }
    });
  });
});
