import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addSessions, addUsers } from '../../support/bulk.js';
import { expectQuickPages, q } from '../../support/lists.js';
import { setUp, type Person } from '../../support/people.js';

describe('100,000 sessions', function () {
  this.timeout(120_000);
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await app.db.transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 0');
      await addUsers(trx, 5_100);
      // A third would not be alive, as their owners are inactive.
      await trx('users').update({ is_active: true });
      await addSessions(trx, 100_000);
    });
    await app.db.raw('analyze');
  });
  after(() => app.stop());

  it('are alive', async () => {
    const answer = await admin.get('/api/sessions?range=[0,9]');
    expect(answer.headers['content-range']).to.equal('sessions 0-9/*');
    expect((await app.db('user_sessions').count<{ count: number }[]>())[0]?.count).to.equal(100_001);
  });

  const lists: Record<string, string> = {
    'the first page': '/api/sessions?range=[0,24]',
    'a thousand of them': '/api/sessions',
    'near row 10,000': '/api/sessions?range=[9900,9999]',
    'by last use, upwards': `/api/sessions?sort=${q(['last_seen_at', 'ASC'])}&range=[0,24]`,
    'by id': `/api/sessions?sort=${q(['id', 'ASC'])}&range=[0,24]`,
    'by their beginning': `/api/sessions?sort=${q(['created_at', 'DESC'])}&range=[0,24]`,
    'by their end': `/api/sessions?sort=${q(['expires_at', 'ASC'])}&range=[0,24]`,
    'of a user': `/api/sessions?filter=${q({ user_id: 777 })}`,
    'from an address': `/api/sessions?filter=${q({ ip: '10.0.7.7' })}`,
    'some by their ids': `/api/sessions?filter=${q({ id: [5, 50_000, 99_999] })}`,
    'a search with few hits': `/api/sessions?filter=${q({ q: '00999' })}`,
    'a search that all match': `/api/sessions?filter=${q({ q: 'bulk' })}&range=[0,24]`,
    'a search without hits': `/api/sessions?filter=${q({ q: 'nobody at all' })}`,
  };
  for (const [what, path] of Object.entries(lists)) {
    it(`${what}: within 1.5 s, the page after it too [L-03]`, async () => {
      await expectQuickPages(admin, path);
    });
  }

  it('ending one, and all of a user, takes no longer than any other request', async () => {
    const begun = Date.now();
    const [session] = (await admin.get(`/api/sessions?filter=${q({ user_id: 777 })}`)).body as {
      id: number;
    }[];
    await admin.delete(`/api/sessions/${session?.id}`).expect(200);
    const { body } = await admin.post('/api/users/777/revoke-sessions', {}).expect(200);
    expect((body as { sessions_ended: number }).sessions_ended).to.be.greaterThan(5);
    expect(Date.now() - begun).to.be.lessThan(1500);
  });
});
