/** How the dashboard asks for its figures. */
import { expect } from 'chai';
import { useConsole } from './support/console.js';
import { json } from './support/gateway.js';

describe('console: figures', () => {
  const use = useConsole();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  it('asks for the last hours in the reader’s own zone', async () => {
    const bucket = {
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-01T01:00:00Z',
      ok: 3,
      failed: 1,
      throttled: 0,
    };
    use.gateway.instead('/api/stats/sign-ins', json(200, [bucket]));
    expect(await use.providers.stats.signIns({ unit: 'hour', count: 24 })).to.deep.equal([bucket]);
    expect(use.sent('/api/stats')[0]?.path).to.equal(
      `/api/stats/sign-ins?unit=hour&count=24&time_zone=${zone}`,
    );
  });

  it('asks for the accounts and for the attacks', async () => {
    use.gateway.instead('/api/stats/accounts', json(200, { users: 5 }));
    use.gateway.instead('/api/stats/attacks', json(200, []));
    expect(await use.providers.stats.accounts()).to.deep.equal({ users: 5 });
    expect(await use.providers.stats.attacks()).to.deep.equal([]);
  });

  it('hands on what failed in words', async () => {
    use.gateway.instead('/api/stats/attacks', json(503, { detail: 'No.', code: 'busy' }));
    const error = await use.providers.stats.attacks().catch((reason: unknown) => reason);
    expect((error as Error).message).to.match(/^Clearview is busy/);
  });
});
