/** What the database itself refuses of tenants, jobs and findings, and which of their questions are index look-ups. */
import { expect } from 'chai';
import { isForeignKeyViolation, isUniqueViolation } from '../../db/pg-errors.js';
import type { JobRow, TenantDomainRow } from '../../db/tables.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const CHECK_VIOLATION = '23514';
const LEASE = '00000000-0000-4000-8000-000000000001';

async function failure(promise: PromiseLike<unknown>): Promise<{ code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { code?: string };
  }
  throw new Error('It did not fail.');
}

describe('the schema of tenants and jobs', () => {
  let test: TestDatabase;
  let tenant: number;
  beforeEach(async () => {
    tenant = await addTenant('acme');
  });
  afterEach(() => test.db('tenants').delete());
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());

  async function addTenant(name: string): Promise<number> {
    const [row] = await test.db('tenants').insert({ name, name_key: name }).returning('id');
    return row?.id ?? 0;
  }
  const addDomain = (domain: string, patch: Partial<TenantDomainRow> = {}) =>
    test
      .db('tenant_domains')
      .insert({ tenant_id: tenant, domain, position: 0, token: 'a'.repeat(32), ...patch });
  const addJob = async (patch: Partial<JobRow> = {}): Promise<number> => {
    const [row] = await test
      .db('jobs')
      .insert({ tenant_id: tenant, trigger: 'manual', ...patch })
      .returning('id');
    return row?.id ?? 0;
  };
  const version = async (id: number): Promise<number> =>
    (await test.db('jobs').where({ id }).first())?.version ?? 0;
  const over = (): Partial<JobRow> => ({ state: 'succeeded', finished_at: new Date() });

  describe('tenants', () => {
    it('have one of three states, a score from 0 to 100, and a name of their own', async () => {
      const row = test.db('tenants').where({ id: tenant });
      expect((await failure(row.clone().update({ state: 'gone' as 'paused' }))).code).to.equal(
        CHECK_VIOLATION,
      );
      expect((await failure(row.clone().update({ score: 101 }))).code).to.equal(CHECK_VIOLATION);
      expect(isUniqueViolation(await failure(addTenant('acme')), 'tenants_name_key')).to.equal(true);
    });

    it('share no domain, and a proof has its moment', async () => {
      await addDomain('acme.test');
      const again = await failure(addDomain('acme.test', { tenant_id: await addTenant('other') }));
      expect(isUniqueViolation(again, 'tenant_domains_domain_key')).to.equal(true);
      expect((await failure(addDomain('x.test', { proof: 'dns' }))).code).to.equal(CHECK_VIOLATION);
      const proof = { proof: 'guess' as 'dns', proved_at: new Date() };
      expect((await failure(addDomain('x.test', proof))).code).to.equal(CHECK_VIOLATION);
    });

    it('take everything along when they go', async () => {
      await addDomain('acme.test');
      const job_id = await addJob(over());
      await test
        .db('findings')
        .insert({ job_id, domain: 'acme.test', check_id: 'x', status: 'pass', summary: '' });
      await test
        .db('tenant_scores')
        .insert({ job_id, tenant_id: tenant, at: new Date(), score: 1, grade: 'F' });
      await test.db('tenants').where({ id: tenant }).delete();
      for (const table of ['tenant_domains', 'jobs', 'findings', 'tenant_scores'] as const) {
        expect(await test.db(table), table).to.deep.equal([]);
      }
    });
  });

  describe('jobs', () => {
    it('of a tenant: one that waits or runs at a time, however many that are over', async () => {
      await addJob(over());
      await addJob(over());
      const id = await addJob();
      expect(isUniqueViolation(await failure(addJob()), 'jobs_one_alive')).to.equal(true);
      await test.db('jobs').where({ id }).update({ state: 'running', lease: LEASE });
      expect(isUniqueViolation(await failure(addJob()), 'jobs_one_alive')).to.equal(true);
      await test.db('jobs').where({ id }).update({ state: 'failed', lease: null, finished_at: new Date() });
      await addJob();
    });

    it('are held while they run, and only then; are finished when they are over, and only then', async () => {
      const held = { lease: LEASE, lease_until: new Date() };
      expect((await failure(addJob({ state: 'running' }))).code).to.equal(CHECK_VIOLATION);
      expect((await failure(addJob(held))).code).to.equal(CHECK_VIOLATION);
      expect((await failure(addJob({ ...over(), ...held }))).code).to.equal(CHECK_VIOLATION);
      expect((await failure(addJob({ state: 'failed' }))).code).to.equal(CHECK_VIOLATION);
      expect((await failure(addJob({ finished_at: new Date() }))).code).to.equal(CHECK_VIOLATION);
      expect((await failure(addJob({ state: 'lost' as 'failed' }))).code).to.equal(CHECK_VIOLATION);
      expect((await failure(addJob({ trigger: 'whim' as 'manual' }))).code).to.equal(CHECK_VIOLATION);
    });

    it('rise in version with every change that can be seen; a sign of life is none', async () => {
      const id = await addJob();
      const first = await version(id);
      await test.db('jobs').where({ id }).update({ state: 'running', lease: LEASE, lease_until: new Date() });
      const second = await version(id);
      expect(second).to.be.greaterThan(first);
      await test.db('jobs').where({ id }).update({ lease_until: new Date() });
      expect(await version(id)).to.equal(second);
      await test.db('jobs').where({ id }).update({ checks_done: 1 });
      expect(await version(id)).to.be.greaterThan(second);
    });

    it('find each thing once, and nothing without a job', async () => {
      const job_id = await addJob(over());
      const finding = { job_id, domain: 'acme.test', check_id: 'x', status: 'pass', summary: '' } as const;
      await test.db('findings').insert(finding);
      expect(
        isUniqueViolation(await failure(test.db('findings').insert({ ...finding, status: 'fail' }))),
      ).to.equal(true);
      const lost = await failure(test.db('findings').insert({ ...finding, job_id: job_id + 1000 }));
      expect(isForeignKeyViolation(lost)).to.equal(true);
      const odd = { ...finding, check_id: 'y', status: 'maybe' as 'pass' };
      expect((await failure(test.db('findings').insert(odd))).code).to.equal(CHECK_VIOLATION);
    });
  });

  describe('index look-ups', () => {
    for (const [index, sql] of [
      ['jobs_tenant_id', 'select 1 from jobs where tenant_id = 5 order by id desc limit 5'],
      ['jobs_state_id', "select 1 from jobs where state = 'failed' order by id desc limit 5"],
      ['jobs_created_id', 'select 1 from jobs order by created_at desc, id desc limit 5'],
      [
        'jobs_started_id',
        "select 1 from jobs order by coalesce(started_at, '-infinity'::timestamptz), id limit 5",
      ],
      [
        'jobs_finished_id',
        "select 1 from jobs order by coalesce(finished_at, 'infinity'::timestamptz), id limit 5",
      ],
      ['jobs_score_id', 'select 1 from jobs order by coalesce(score, -1) desc, id desc limit 5'],
      ['jobs_version', 'select id from jobs where version > 5 order by version'],
      [
        'jobs_lease',
        "select 1 from jobs where state = 'running' and lease_until < now() order by lease_until",
      ],
      ['jobs_one_alive', "select 1 from jobs where tenant_id = 5 and state in ('queued', 'running')"],
      ['findings_pkey', 'delete from findings where job_id = 5'],
    ] as const) {
      it(`${index}: ${sql.slice(0, 70)}…`, async () => {
        await test.db.transaction(async (trx) => {
          await trx.raw('set local enable_seqscan = off');
          await trx.raw('set local enable_sort = off');
          const { rows } = await trx.raw<{ rows: { 'QUERY PLAN': string }[] }>(`explain ${sql}`);
          expect(rows.map((row) => row['QUERY PLAN']).join('\n')).to.include(index);
        });
      });
    }
  });
});
