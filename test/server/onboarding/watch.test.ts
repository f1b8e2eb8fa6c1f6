import { expect } from 'chai';
import { lookForProofs } from '../../../server/onboarding/onboarding-service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { setUp, type Person } from '../../support/people.js';
import { workerCtx } from './worker-ctx.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('Onboarding: what the worker looks for by itself', function () {
  this.timeout(60_000);
  let internet: Internet;
  let app: TestApp;
  let root: Person;
  let made = 0;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
    root = await setUp(app);
  });
  after(async () => {
    await app.stop();
    await internet.stop();
  });
  beforeEach(() => app.db('tenants').delete());

  const look = () => lookForProofs(workerCtx(app));
  async function take(...domains: string[]): Promise<number> {
    const answer = await root.post('/api/tenants', { name: `Watched ${made++}`, domains });
    expect(answer.status, answer.text).to.equal(200);
    return (answer.body as { id: number }).id;
  }
  const stored = async (domain: string) => (await app.db('tenant_domains').where({ domain }).first())!;
  /** As if the domain had been taken in, and looked for, so long ago. */
  const age = (domain: string, since: number, checked: number) =>
    app
      .db('tenant_domains')
      .where({ domain })
      .update({
        watch_until: new Date(Date.now() + 24 * HOUR - since),
        checked_at: new Date(Date.now() - checked),
      });
  const asked = (domain: string) => internet.zone.queries(`_clearview.${domain}`);

  it('finds a proof, in nobody’s name, and queues the first scan', async () => {
    const id = await take('found.test');
    const { token } = await stored('found.test');
    internet.zone.set('_clearview.found.test', 'TXT', `clearview-verification=${token}`);
    expect(await look()).to.equal(1);
    expect(await stored('found.test')).to.include({ proof: 'dns', proved_by: null, proved_by_name: null });
    const rows = await app.db('auth_audit').whereIn('event', ['domain_proved', 'job_create']).orderBy('id');
    expect(rows.map(({ event, user_id, detail }) => [event, user_id, detail.target])).to.deep.equal([
      ['domain_proved', null, id],
      ['job_create', null, id],
    ]);
    expect(await app.db('jobs').where({ tenant_id: id })).to.have.length(1);
    expect(await look()).to.equal(0);
  });

  it('writes down what it saw when there is none', async () => {
    await take('none.test');
    expect(await look()).to.equal(0);
    const { check_detail, checked_at } = await stored('none.test');
    expect(check_detail).to.contain('_clearview.none.test has no TXT record.');
    expect(checked_at).to.be.a('date');
  });

  it('looks each minute in the first hour, then every ten minutes, for a day', async () => {
    await take('timing.test');
    const isLookedFor = async (since: number, checked: number) => {
      await age('timing.test', since, checked);
      const before = asked('timing.test');
      await look();
      return asked('timing.test') > before;
    };
    expect(await isLookedFor(0, 30_000)).to.equal(false);
    expect(await isLookedFor(10 * MINUTE, MINUTE)).to.equal(true);
    expect(await isLookedFor(2 * HOUR, 2 * MINUTE)).to.equal(false);
    expect(await isLookedFor(2 * HOUR, 11 * MINUTE)).to.equal(true);
    expect(await isLookedFor(24 * HOUR + 1000, HOUR)).to.equal(false);
  });

  it('goes on for another day after somebody has asked by hand', async () => {
    const id = await take('again.test');
    await age('again.test', 48 * HOUR, HOUR);
    expect((await root.post(`/api/onboarding/${id}/check`, {})).status).to.equal(200);
    const { watch_until } = await stored('again.test');
    expect(watch_until.getTime()).to.be.greaterThan(Date.now() + 23 * HOUR);
  });

  it('takes twenty a run, the longest waiting first, and two runs at once take different ones', async () => {
    const names = Array.from({ length: 25 }, (_, n) => `many${n}.test`);
    await take(...names.slice(0, 20));
    await take(...names.slice(20));
    await age('many24.test', MINUTE, 30 * MINUTE);
    await Promise.all([look(), look()]);
    for (const name of names) expect(asked(name), name).to.equal(1);
  });

  it('survives a tenant that goes away meanwhile', async () => {
    await take('leaving.test');
    const { token } = await stored('leaving.test');
    internet.zone.set('_clearview.leaving.test', 'TXT', `clearview-verification=${token}`);
    internet.site('leaving.test', {
      answer: (_request, response) => {
        // While the look goes on, the tenant is deleted.
        void app
          .db('tenants')
          .delete()
          .then(() => response.writeHead(404).end());
      },
    });
    expect(await look()).to.equal(0);
    expect(await app.db('jobs')).to.deep.equal([]);
  });
});
