import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { expectQuickPages, q } from '../../support/lists.js';
import { addTenants } from '../../support/many-tenants.js';
import { setUp, type Person } from '../../support/people.js';

const SORTS = ['id', 'name', 'state', 'score', 'grade', 'last_scan_at', 'created_at', 'updated_at'];

describe('1,000 tenants with 100,000 jobs', function () {
  this.timeout(180_000);
  let app: TestApp;
  let root: Person;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    await addTenants(app.db, 1000, 100);
  });
  after(() => app.stop());

  for (const field of SORTS) {
    it(`the list by ${field} is quick, the page after it too`, async () => {
      for (const direction of ['ASC', 'DESC']) {
        await expectQuickPages(root, `/api/tenants?sort=${q([field, direction])}&limit=25`);
      }
    });
  }

  for (const filter of [
    ...[{ q: '00123' }, { q: 'mail12' }, { q: 'bu' }, { q: 'bulk' }, { q: 'nobody' }, { grade: 'none' }],
    ...[{ grade: 'A' }, { state: 'paused' }, { domain: 'www77.example.org' }, { q: 'bulk', grade: 'F' }],
  ]) {
    it(`a search for ${JSON.stringify(filter)} is quick`, () =>
      expectQuickPages(root, `/api/tenants?filter=${q(filter)}&limit=25`));
  }

  for (const path of [
    ...['/api/tenants', '/api/tenants/500', '/api/tenants/500/scores', '/api/tenants/500/report'],
    ...['/api/overview', '/api/onboarding', '/api/onboarding?limit=25', '/api/onboarding/500'],
  ]) {
    it(`${path} is quick`, () => expectQuickPages(root, path));
  }

  it('the scores of a tenant go on to the last one', async () => {
    const answer = await root.get('/api/tenants/500/scores');
    expect(answer.headers['content-range']).to.equal('scores 0-89/100');
  });

  it('a deletion reads no table from end to end but those that are small', async () => {
    const { rows } = await app.db.raw<{ rows: { 'QUERY PLAN': string }[] }>(
      'explain delete from jobs where tenant_id = 77',
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan)
      .to.match(/Index Scan/)
      .and.not.match(/Seq Scan/);
    const name = (await app.db('tenants').where({ id: 77 }).first('name'))?.name;
    expect((await root.delete('/api/tenants/77').send({ name })).status).to.equal(200);
  });
});
