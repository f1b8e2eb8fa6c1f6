import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { q } from '../../support/lists.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';
import { addJob, addTenant } from './tenants.js';

const KEYS = [
  'attempts',
  'checks_done',
  'checks_total',
  'created_at',
  'current',
  'error',
  'finished_at',
  'grade',
  'id',
  'max_attempts',
  'requested_by',
  'requested_by_name',
  'retry_of',
  'run_after',
  'score',
  'started_at',
  'state',
  'tenant_id',
  'tenant_name',
  'trigger',
];

describe('The API of jobs', () => {
  let app: TestApp;
  let admin: Person;
  let joe: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  const events = (event: string) => app.db('auth_audit').where({ event }).orderBy('id');
  const waiting = async (): Promise<Record<string, unknown>[]> => {
    const { rows } = await app.db.raw<{ rows: Record<string, unknown>[] }>(
      'select task_identifier, key, run_at, max_attempts from graphile_worker.jobs order by id',
    );
    return rows;
  };

  it('queues a scan for a user, tells who asked, and rings for a worker in the same transaction', async () => {
    const tenant = await addTenant(app.db, { name: 'acme' });
    const { body, status } = await joe.post('/api/jobs', { tenant_id: tenant });
    expect(status).to.equal(200);
    expect(Object.keys(body).sort()).to.deep.equal(KEYS);
    expect(body).to.deep.include({
      tenant_id: tenant,
      tenant_name: 'acme',
      state: 'queued',
      trigger: 'manual',
      requested_by_name: 'joe',
      attempts: 0,
      max_attempts: 3,
      error: null,
      finished_at: null,
    });
    const [event] = (await events('job_create')).slice(-1);
    expect(event).to.deep.include({ username: 'joe' });
    expect(event?.detail).to.deep.equal({ target: tenant, name: 'acme', job: body.id, trigger: 'manual' });
    expect((await waiting()).at(-1)).to.deep.include({
      task_identifier: 'scan',
      key: `scan-${body.id}`,
      max_attempts: 1,
    });
    expect((await joe.get(`/api/jobs/${body.id}`)).body).to.deep.equal(body);
  });

  it('of twenty who ask at once all get the same job; it is written down once', async () => {
    const tenant = await addTenant(app.db, { name: 'at-once' });
    const before = (await events('job_create')).length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? joe : admin).post('/api/jobs', { tenant_id: tenant }),
      ),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(20).fill(200));
    expect(new Set(answers.map(({ body }) => body.id as number)).size).to.equal(1);
    expect(await app.db('jobs').where({ tenant_id: tenant })).to.have.length(1);
    expect(await events('job_create')).to.have.length(before + 1);
  });

  it('refuses what cannot be scanned', async () => {
    const paused = await addTenant(app.db, { name: 'paused', state: 'paused' });
    const unproved = await addTenant(app.db, { name: 'unproved', domains: [] });
    expectError(await joe.post('/api/jobs', { tenant_id: paused }), 400, 'tenant_paused');
    expectError(await joe.post('/api/jobs', { tenant_id: unproved }), 400, 'nothing_to_scan');
    expectError(await joe.post('/api/jobs', { tenant_id: 999_999 }), 404, 'not_found');
    expect(await app.db('jobs').whereIn('tenant_id', [paused, unproved])).to.deep.equal([]);
  });

  it('takes an id and nothing else for a body', async () => {
    for (const body of [{}, { tenant_id: '1' }, { tenant_id: 0 }, { tenant_id: 1.5 }, { tenant_id: [1] }]) {
      expectError(await joe.post('/api/jobs', body), 422, 'invalid');
    }
    const tenant = await addTenant(app.db, { name: 'strict' });
    expectError(await joe.post('/api/jobs', { tenant_id: tenant, trigger: 'schedule' }), 422, 'invalid');
    const job = await addJob(app.db, tenant, { state: 'failed' });
    expectError(await joe.post(`/api/jobs/${job}/cancel`, { force: true }), 422, 'invalid');
    expectError(await joe.post(`/api/jobs/${job}/retry`, { force: true }), 422, 'invalid');
    for (const path of ['/api/jobs', `/api/jobs/${job}`]) {
      expectError(await person(app).get(path), 401, 'unauthenticated');
    }
    expectError(await joe.get('/api/jobs/999999'), 404, 'not_found');
  });

  describe('cancelling', () => {
    it('ends a job that waits or runs, at once, and writes down who did', async () => {
      const tenant = await addTenant(app.db, { name: 'cancels' });
      const queued = (await joe.post('/api/jobs', { tenant_id: tenant })).body.id as number;
      const first = await joe.post(`/api/jobs/${queued}/cancel`, {});
      expect(first.body).to.deep.include({ id: queued, state: 'cancelled' });
      expect(first.body.finished_at).to.be.a('string');
      const running = await addJob(app.db, tenant, {
        state: 'running',
        lease: '00000000-0000-4000-8000-000000000001',
        finished_at: null,
        current: 'cancels.test: SPF',
      });
      const second = await joe.post(`/api/jobs/${running}/cancel`, {});
      expect(second.body).to.deep.include({ id: running, state: 'cancelled', current: null });
      const told = (await events('job_cancel')).map(({ username, detail }) => ({ username, ...detail }));
      expect(told).to.deep.equal([
        { username: 'joe', target: tenant, name: 'cancels', job: queued },
        { username: 'joe', target: tenant, name: 'cancels', job: running },
      ]);
    });

    it('is refused for one that is over, and leaves no trace', async () => {
      const tenant = await addTenant(app.db, { name: 'over' });
      for (const state of ['succeeded', 'failed', 'cancelled'] as const) {
        const job = await addJob(app.db, tenant, { state });
        expectError(await joe.post(`/api/jobs/${job}/cancel`, {}), 409, 'job_over');
      }
      const told = (await events('job_cancel')).filter(({ detail }) => detail.target === tenant);
      expect(told).to.deep.equal([]);
    });

    it('of several at once only one does', async () => {
      const tenant = await addTenant(app.db, { name: 'race' });
      const { id } = (await joe.post('/api/jobs', { tenant_id: tenant })).body as { id: number };
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => joe.post(`/api/jobs/${id}/cancel`, {})),
      );
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409, 409, 409, 409]);
    });
  });

  describe('repeating', () => {
    it('makes a new job of one that failed or was cancelled', async () => {
      const tenant = await addTenant(app.db, { name: 'again' });
      const failed = await addJob(app.db, tenant, { state: 'failed', error: 'Nothing could be seen.' });
      const { body } = await joe.post(`/api/jobs/${failed}/retry`, {});
      expect(body).to.deep.include({ state: 'queued', trigger: 'retry', retry_of: failed, attempts: 0 });
      expect(body.id).to.be.greaterThan(failed);
      const [event] = (await events('job_create')).slice(-1);
      expect(event?.detail).to.deep.include({ job: body.id, trigger: 'retry' });
      expectError(await joe.post(`/api/jobs/${failed}/retry`, {}), 409, 'job_alive');
      expectError(await joe.post(`/api/jobs/${body.id}/retry`, {}), 409, 'job_alive');
    });

    it('is refused for one that succeeded, and for what cannot be scanned any more', async () => {
      const tenant = await addTenant(app.db, { name: 'fine' });
      const done = await addJob(app.db, tenant);
      expectError(await joe.post(`/api/jobs/${done}/retry`, {}), 409, 'job_over');
      const failed = await addJob(app.db, tenant, { state: 'failed' });
      await app.db('tenants').where({ id: tenant }).update({ state: 'paused' });
      expectError(await joe.post(`/api/jobs/${failed}/retry`, {}), 400, 'tenant_paused');
      expectError(await joe.post('/api/jobs/999999/retry', {}), 404, 'not_found');
    });
  });

  describe('the list', () => {
    let tenant: number;
    let ids: number[];
    before(async () => {
      tenant = await addTenant(app.db, { name: 'Listed Übung' });
      await app.db('tenants').where({ id: tenant }).update({ name_key: 'listed übung' });
      ids = [
        await addJob(app.db, tenant, { score: 40, grade: 'E' }),
        await addJob(app.db, tenant, { score: null, trigger: 'schedule' }),
        await addJob(app.db, tenant, { state: 'failed' }),
        await addJob(app.db, tenant, { state: 'queued', finished_at: null }),
      ];
    });

    const listed = async (query: string): Promise<number[]> => {
      const { body, status, text } = await joe.get(`/api/jobs?${query}`);
      expect(status, text).to.equal(200);
      return (body as { id: number }[]).map(({ id }) => id);
    };
    const mine = (more: object): string => `filter=${q({ tenant_id: tenant, ...more })}`;

    it('is of the list form, the newest first', async () => {
      expect(await listed(mine({}))).to.deep.equal(ids.toReversed());
      const answer = await joe.get(`/api/jobs?${mine({})}&range=[0,1]`);
      expect(answer.headers['content-range']).to.equal('jobs 0-1/4');
      expect(answer.headers.link).to.include('rel="next"');
    });

    it('is filtered by state (one or several), by trigger, by ids and by the name of the tenant', async () => {
      const [scored, bare, failed, queued] = ids as [number, number, number, number];
      expect(await listed(mine({ state: 'failed' }))).to.deep.equal([failed]);
      expect(await listed(mine({ state: ['failed', 'queued'] }))).to.deep.equal([queued, failed]);
      expect(await listed(mine({ trigger: 'schedule' }))).to.deep.equal([bare]);
      expect(await listed(`filter=${q({ id: [scored, failed] })}`)).to.deep.equal([failed, scored]);
      expect(await listed(`filter=${q({ q: 'ÜBUNG' })}`)).to.deep.equal(ids.toReversed());
      expect(await listed(`filter=${q({ q: 'listed_' })}`)).to.deep.equal([]);
    });

    it('is searched as the list of tenants is: by name, by domain in either spelling, and from three characters on inside', async () => {
      const id = await addTenant(app.db, { name: 'searched inside', domains: ['xn--bcher-kva.test'] });
      const job = await addJob(app.db, id);
      for (const text of ['bücher', 'xn--bcher', 'Ched  Ins', 'se', 'xn']) {
        expect(await listed(`filter=${q({ q: text })}`), text).to.deep.equal([job]);
        const { body } = await joe.get(`/api/tenants?filter=${q({ q: text })}`);
        expect(
          (body as { id: number }[]).map((tenant) => tenant.id),
          text,
        ).to.deep.equal([id]);
      }
      for (const text of ['ns', 'ch', 'searched_']) {
        expect(await listed(`filter=${q({ q: text })}`), text).to.deep.equal([]);
      }
    });

    it('is sorted by each of its fields', async () => {
      for (const field of ['id', 'state', 'created_at', 'started_at', 'finished_at', 'score']) {
        const up = await listed(`${mine({})}&sort=${q([field, 'ASC'])}`);
        expect(await listed(`${mine({})}&sort=${q([field, 'DESC'])}`)).to.deep.equal(up.toReversed());
        expect([...up].sort((a, b) => a - b)).to.deep.equal(ids);
      }
      const byScore = await listed(`${mine({})}&sort=${q(['score', 'DESC'])}`);
      expect(byScore[0]).to.equal(ids[0]);
    });

    it('refuses what it does not know', async () => {
      for (const query of [
        `filter=${q({ state: 'lost' })}`,
        `filter=${q({ state: ['queued', 'lost'] })}`,
        `filter=${q({ owner: 1 })}`,
        `sort=${q(['tenant_name', 'ASC'])}`,
      ]) {
        expectError(await joe.get(`/api/jobs?${query}`), 422, 'invalid');
      }
    });
  });
});
