import { expect } from 'chai';
import { createDatabase } from '../../../db/knex.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { setUp } from '../../support/people.js';

const FILE = '/.well-known/clearview-verification.txt';

describe('Onboarding: the database goes away while the network is asked', function () {
  this.timeout(60_000);
  let internet: Internet;
  let app: TestApp;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
  });
  after(async () => {
    await app.stop();
    await internet.stop();
  });

  it('503, and nothing is half proved', async () => {
    const root = await setUp(app);
    const made = await root.post('/api/tenants', { name: 'Outage', domains: ['outage.test'] });
    const { id } = made.body as { id: number };
    const { token } = (await app.db('tenant_domains').first('token'))!;
    internet.site('outage.test', {
      answer: (request, response) => {
        const isAsked = request.url === FILE;
        void app.db.destroy().then(() => {
          response.writeHead(isAsked ? 200 : 404).end(`clearview-verification=${token}\n`);
        });
      },
    });
    expectError(await root.post(`/api/onboarding/${id}/check`, {}), 503, 'database_unavailable');
    const db = createDatabase(app.database.connection);
    try {
      expect(await db('tenant_domains').first()).to.include({ proof: null, checked_at: null });
      expect(await db('jobs')).to.deep.equal([]);
      expect(await db('auth_audit').where({ event: 'domain_proved' })).to.deep.equal([]);
    } finally {
      await db.destroy();
    }
  });
});
