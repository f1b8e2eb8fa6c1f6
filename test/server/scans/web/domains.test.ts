/** The two domains of the lab against all checks of TLS and web: what is said of a good and of a neglected one. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { TLS_CHECKS } from '../../../../server/scans/checks/tls/index.js';
import { WEB_CHECKS } from '../../../../server/scans/checks/web/index.js';
import { startInternet, type Internet } from '../../../support/internet/index.js';
import { lookAt } from '../../../support/internet/look.js';

const CHECKS = [...TLS_CHECKS, ...WEB_CHECKS];

describe('A whole domain', () => {
  let internet: Internet;

  before(async () => (internet = await startInternet()));
  after(() => internet.stop());

  /** `id: status` of each check that does not come to the given one. */
  async function others(domain: string, status: string): Promise<string[]> {
    const look = lookAt(internet, domain);
    const outcomes = await Promise.all(
      CHECKS.map(async (check) => ({ id: check.id, status: (await check.run(look)).status })),
    );
    return outcomes.filter((outcome) => outcome.status !== status).map((one) => `${one.id}: ${one.status}`);
  }

  it('passes everything when all is as it ought to be', async () => {
    internet.goodSite('acme.test');
    expect(await others('acme.test', 'pass')).to.deep.equal([]);
  });

  it('fails everything when nobody cares, and passes once it is mended', async () => {
    internet.badSite('neglected.test');
    expect(await others('neglected.test', 'fail')).to.deep.equal([]);
    internet.goodSite('neglected.test');
    expect(await others('neglected.test', 'pass')).to.deep.equal([]);
  });

  it('has a text for everything in the catalogue, each id in its group', () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).to.equal(CHECKS.length);
    for (const check of CHECKS) {
      expect(check.id).to.match(new RegExp(`^${check.group}\\.[a-z_]+$`));
      for (const text of [check.looks_at, check.why, check.mend]) expect(text).to.match(/^[A-Z].{30,}[.;]$/);
      expect(check.link.url).to.match(/^https:\/\//);
    }
  });
});
