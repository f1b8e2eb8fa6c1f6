import { expect } from 'chai';
import type { JobRow } from '../../../db/tables.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { watch, type Told, type Watching } from '../../support/event-stream.js';
import { q } from '../../support/lists.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { addJob, addTenant } from './tenants.js';

const PATIENCE = 20_000;

describe('The stream of jobs', function () {
  this.timeout(60_000);
  let app: TestApp;
  let admin: Person;
  let joe: Person;
  let acme: number;
  let other: number;
  const open: Watching[] = [];

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
    acme = await addTenant(app.db, { name: 'acme' });
    other = await addTenant(app.db, { name: 'other' });
  });
  afterEach(async () => {
    open.splice(0).forEach((stream) => stream.close());
    await app.db('jobs').delete();
  });
  after(() => app.stop());

  /** @returns once the first event is there, so that what happens afterwards is news */
  async function begin(query = '', cookie = joe.cookie, headers = {}): Promise<Watching> {
    const stream = await watch(`${app.url}/api/jobs/stream${query}`, cookie, headers);
    open.push(stream);
    if (stream.status === 200) await stream.until((told) => told.length > 0, PATIENCE);
    return stream;
  }

  const queued = (tenant: number): Promise<number> =>
    addJob(app.db, tenant, { state: 'queued', finished_at: null, checks_total: 30 });
  const change = (id: number, patch: Partial<JobRow>) => app.db('jobs').where({ id }).update(patch);
  const has =
    (event: string, match: object) =>
    (told: Told[]): boolean =>
      told.some(
        (one) =>
          one.event === event && Object.entries(match).every(([key, value]) => one.data[key] === value),
      );

  it('begins with the jobs that wait or run, in the form of the list', async () => {
    await addJob(app.db, acme);
    const id = await queued(acme);
    const stream = await begin();
    expect(stream.headers['content-type']).to.equal('text/event-stream; charset=utf-8');
    const [first] = stream.events();
    expect(first?.event).to.equal('jobs');
    expect(first?.data).to.deep.equal([(await joe.get(`/api/jobs/${id}`)).body]);
  });

  it('tells every change of a job, in order, and nothing of one that only goes on', async () => {
    const id = await queued(acme);
    const stream = await begin();
    const lease = '00000000-0000-4000-8000-000000000001';
    await change(id, { state: 'running', lease });
    await stream.until(has('job', { id, state: 'running' }), PATIENCE);
    for (let checks_done = 1; checks_done <= 5; checks_done += 1) {
      await change(id, { checks_done, current: `check ${checks_done}` });
      await change(id, { lease_until: new Date() });
      await stream.until(has('job', { id, checks_done }), PATIENCE);
    }
    await change(id, { state: 'succeeded', lease: null, finished_at: new Date(), score: 80, current: null });
    await stream.until(has('job', { id, state: 'succeeded', score: 80 }), PATIENCE);
    const news = stream.events().slice(1);
    expect(news.map(({ event }) => event)).to.deep.equal(Array(7).fill('job'));
    expect(news.map(({ data }) => data.checks_done as number)).to.deep.equal([0, 1, 2, 3, 4, 5, 5]);
    expect(news.at(-1)?.data).to.deep.equal((await joe.get(`/api/jobs/${id}`)).body);
    expect(stream.text()).not.to.include(lease);
  });

  it('tells of a new job, and of one that somebody cancelled', async () => {
    const stream = await begin();
    const { body } = await admin.post('/api/jobs', { tenant_id: acme }).expect(200);
    await stream.until(has('job', { id: body.id, state: 'queued', tenant_name: 'acme' }), PATIENCE);
    await admin.post(`/api/jobs/${body.id}/cancel`, {}).expect(200);
    await stream.until(has('job', { id: body.id, state: 'cancelled' }), PATIENCE);
  });

  it('tells of one tenant only, when asked for one', async () => {
    const [mine, foreign] = [await queued(acme), await queued(other)];
    const stream = await begin(`?filter=${q({ tenant_id: acme })}`);
    expect((stream.events()[0]?.data as JobRow[]).map((job) => job.id)).to.deep.equal([mine]);
    await change(foreign, { checks_done: 1 });
    await change(mine, { checks_done: 1 });
    await stream.until(has('job', { id: mine, checks_done: 1 }), PATIENCE);
    expect(has('job', { id: foreign })(stream.events())).to.equal(false);
  });

  it('tells of a change whose transaction ends after one that began later', async () => {
    const [early, late] = [await queued(acme), await queued(other)];
    const stream = await begin();
    const trx = await app.db.transaction();
    await trx('jobs').where({ id: early }).update({ checks_done: 1 });
    await change(late, { checks_done: 2 });
    await stream.until(has('job', { id: late, checks_done: 2 }), PATIENCE);
    await trx.commit();
    await stream.until(has('job', { id: early, checks_done: 1 }), PATIENCE);
    const told = stream.events().filter(({ event }) => event === 'job');
    expect(told.map(({ data }) => data.id as number)).to.deep.equal([late, early]);
  });

  it('tells that a job is gone with its tenant', async () => {
    const tenant = await addTenant(app.db, { name: 'leaver' });
    const id = await queued(tenant);
    const stream = await begin();
    await admin.delete(`/api/tenants/${tenant}`).send({ name: 'leaver' }).expect(200);
    await stream.until(has('job_gone', { id }), PATIENCE);
  });

  it('of many changes at once tells every job as it is in the end', async () => {
    const stream = await begin();
    const tenants = await Promise.all(
      Array.from({ length: 60 }, (_, n) => addTenant(app.db, { name: `many${n}` })),
    );
    const ids = await Promise.all(tenants.map(queued));
    await Promise.all(ids.map((id, n) => change(id, { checks_done: n + 1 })));
    await stream.until(
      (told) => ids.every((id, n) => has('job', { id, checks_done: n + 1 })(told)),
      PATIENCE,
    );
    // Each state of a job once.
    const states = stream.events().filter(({ event }) => event === 'job');
    const keys = states.map(({ data }) => `${data.id} ${data.checks_done}`);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('begins anew for who comes back', async () => {
    const id = await queued(acme);
    const first = await begin();
    first.close();
    await change(id, { checks_done: 7 });
    const second = await begin('', joe.cookie, { 'last-event-id': '1' });
    expect(second.events()[0]?.event).to.equal('jobs');
    expect(second.events()[0]?.data[0]).to.deep.include({ id, checks_done: 7 });
  });

  it('ends for who is signed out in the middle, with the reason as its last word', async () => {
    await createUser(admin, 'leaving');
    const leaving = await signIn(app, 'leaving');
    const id = await queued(acme);
    const stream = await begin('', leaving.cookie);
    await leaving.post('/api/auth/logout', {}).expect(200);
    await change(id, { checks_done: 1 });
    await stream.ended;
    const last = stream.events().at(-1);
    expect(last).to.deep.include({ event: 'end' });
    expect(last?.data.code).to.equal('unauthenticated');
    expect(has('job', { id })(stream.events())).to.equal(false);
  });

  it('is refused to another site, to the anonymous, and with what it does not know', async () => {
    expect((await begin('', joe.cookie, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
    expect((await begin('', '')).status).to.equal(401);
    expect((await begin('?after=1')).status).to.equal(422);
    expect((await begin(`?filter=${q({ state: 'queued' })}`)).status).to.equal(422);
  });

  it('ends with the process, which says so', async () => {
    const second = await startTestApp({}, app.database);
    const stream = await watch(`${second.url}/api/jobs/stream`, joe.cookie);
    await stream.until((told) => told.length > 0, PATIENCE);
    await second.stop();
    await stream.ended;
    expect(stream.events().at(-1)?.data.code).to.equal('stopping');
  });
});
