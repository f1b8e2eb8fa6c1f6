/** How the dashboard asks for its figures. */
import { expect } from 'chai';
import { useConsole } from './support/console.js';
import { json } from './support/gateway.js';

describe('console: figures', () => {
  const use = useConsole();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  it('asks for the last hours in the reader’s own zone', async () => {
    const buckets = await use.providers.stats.signIns({ unit: 'hour', count: 24 });
    expect(buckets).to.have.length(24);
    expect(buckets.at(-1)).to.have.all.keys('from', 'to', 'ok', 'failed', 'throttled');
    expect(buckets.reduce((sum, { ok }) => sum + ok, 0)).to.be.at.least(1);
    expect(use.sent('/api/stats')[0]?.path).to.equal(
      `/api/stats/sign-ins?unit=hour&count=24&time_zone=${zone}`,
    );
  });

  it('asks for the accounts and for the attacks', async () => {
    const name = 'nobody-here';
    for (let tries = 0; tries < 5; tries++) {
      await use.admin.post('/api/auth/login', { username: name, password: 'wrong password 1' });
    }
    expect(await use.providers.stats.accounts()).to.deep.include({ users: 1, admins: 1, dormant_days: 90 });
    const [attack] = await use.providers.stats.attacks();
    expect(attack).to.include({ username: name, user_id: null, failures: 5, addresses: 1 });
    expect(attack?.first_at.localeCompare(attack.last_at)).to.be.lessThan(1);
  });

  it('hands on what failed in words', async () => {
    use.gateway.instead('/api/stats/attacks', json(503, { detail: 'No.', code: 'busy' }));
    const error = await use.providers.stats.attacks().catch((reason: unknown) => reason);
    expect((error as Error).message).to.match(/^Clearview is busy/);
  });
});
