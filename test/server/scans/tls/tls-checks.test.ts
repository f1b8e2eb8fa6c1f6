/** The checks of TLS against real servers with real certificates. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { TLS_CHECKS } from '../../../../server/scans/checks/tls/index.js';
import { chain } from '../../../../server/scans/checks/tls/chain.js';
import { expiry } from '../../../../server/scans/checks/tls/expiry.js';
import { key } from '../../../../server/scans/checks/tls/key.js';
import { name } from '../../../../server/scans/checks/tls/name.js';
import { versions } from '../../../../server/scans/checks/tls/versions.js';
import type { Check } from '../../../../server/scans/check.js';
import type { CertificateKind } from '../../../support/internet/certificates.js';
import { startInternet, type Internet, type SiteOptions } from '../../../support/internet/index.js';
import { judge, lookAt } from '../../../support/internet/look.js';
import { unseen } from '../../wire/unseen.js';

describe('The checks of TLS', () => {
  let internet: Internet;
  let count = 0;

  before(async () => (internet = await startInternet()));
  after(() => internet.stop());

  /** A new site each time, so that no test sees what another one set. */
  const judged = (check: Check, options: SiteOptions) => {
    const host = `site${(count += 1)}.test`;
    internet.site(host, options);
    return judge(internet, check, host);
  };

  const CASES: [Check, CertificateKind, string, RegExp][] = [
    [chain, 'good', 'pass', /leads to a trusted root/],
    [chain, 'self-signed', 'fail', /it is signed by itself/],
    [chain, 'unknown-issuer', 'fail', /root that is not a public one/],
    [chain, 'no-chain', 'fail', /no trusted root was found above it/],
    // Told by checks of their own, so that one fault does not count twice.
    [chain, 'expired', 'pass', /leads to a trusted root/],
    [chain, 'early', 'pass', /leads to a trusted root/],
    [chain, 'wrong-name', 'pass', /leads to a trusted root/],
    // What is over and was never trusted must not look as if it once had been.
    [chain, 'worst', 'fail', /it is signed by itself/],
    [name, 'good', 'pass', /is valid for site\d+\.test/],
    [name, 'wrong-name', 'fail', /is for other names/],
    [name, 'no-name', 'fail', /has no subject alternative names/],
    [name, 'expired', 'pass', /is valid for/],
    [expiry, 'good', 'pass', /\(59 days left\)/],
    [expiry, 'expiring', 'warn', /which is soon \(6 days left\)/],
    [expiry, 'expired', 'fail', /ran out on \d{4}-\d\d-\d\d\.$/],
    [expiry, 'early', 'fail', /is not valid before/],
    [key, 'good', 'pass', /EC \(P-256\), 256 bits/],
    [key, 'rsa', 'pass', /RSA, 2048 bits/],
    [key, 'short-key', 'fail', /has 1024 bits; at least 2048 are needed for RSA/],
  ];
  for (const [check, certificate, status, summary] of CASES) {
    it(`${check.id}: ${status} for a certificate of the kind "${certificate}"`, async () => {
      const outcome = await judged(check, { certificate });
      expect(outcome.summary).to.match(summary);
      expect(outcome.status).to.equal(status);
      if (certificate !== 'no-name') expect(outcome.evidence).not.to.be.empty;
    });
  }

  it('tls.chain names the certificates from the server up to the root', async () => {
    const { evidence } = await judged(chain, {});
    expect(evidence).to.have.length(3);
    expect(evidence[0]).to.match(/^site\d+\.test, issued by Test Authority$/);
    expect(evidence[2]).to.equal('Test Root, issued by Test Root');
  });

  it('tls.chain does not let a time that is over hide an authority that nobody trusts', async () => {
    const over: [number, number] = [-60, -1];
    expect((await judged(chain, { certificate: 'unknown-issuer', life: over })).summary).to.match(
      /not a public one/,
    );
    expect((await judged(chain, { certificate: 'no-chain', life: over })).summary).to.match(
      /no trusted root/,
    );
    expect((await judged(chain, { certificate: 'good', life: over })).status).to.equal('pass');
  });

  it('tls.expiry draws its line at 14 days', async () => {
    expect((await judged(expiry, { life: [-60, 14.1] })).status).to.equal('pass');
    expect((await judged(expiry, { life: [-60, 13.9] })).status).to.equal('warn');
    const last = await judged(expiry, { life: [-60, 0.5] });
    expect(last).to.include({ status: 'warn' });
    expect(last.summary).to.match(/less than a day left/);
  });

  it('tls.versions fails for 1.0 and 1.1 and names them', async () => {
    const both = await judged(versions, { versions: ['TLSv1', 'TLSv1.3'] });
    expect(both.status).to.equal('fail');
    expect(both.summary).to.match(/still offers TLS 1\.0 and TLS 1\.1\.$/);
    const one = await judged(versions, { versions: ['TLSv1.1', 'TLSv1.2'] });
    expect(one.status).to.equal('fail');
    expect(one.summary).to.match(/still offers TLS 1\.1\.$/);
    expect(one.evidence).to.deep.equal([
      'TLS 1.0: not offered',
      'TLS 1.1: offered',
      'TLS 1.2: offered',
      'TLS 1.3: not offered',
    ]);
    expect((await judged(versions, { versions: ['TLSv1', 'TLSv1.1'] })).status).to.equal('fail');
  });

  it('tls.versions passes with 1.2 alone and says that 1.3 is not there', async () => {
    const outcome = await judged(versions, { versions: ['TLSv1.2', 'TLSv1.2'] });
    expect(outcome).to.include({ status: 'pass' });
    expect(outcome.summary).to.match(/TLS 1\.3 is not offered yet/);
    expect((await judged(versions, {})).summary).to.match(/TLS 1\.3 is offered\.$/);
  });

  for (const check of TLS_CHECKS) {
    it(`${check.id}: unknown where it cannot look, and neither pass nor fail`, async () => {
      internet.refuse('refused.test');
      internet.site('reset.test', { https: 'reset' });
      expect((await unseen(judge(internet, check, 'refused.test'))).reason).to.equal('refused');
      expect((await unseen(judge(internet, check, 'reset.test'))).reason).to.equal('protocol');
      expect((await unseen(judge(internet, check, 'nowhere.test'))).reason).to.equal('unreachable');
    });
  }

  it('make one handshake together, but for the versions', async () => {
    internet.site('once.test');
    const look = lookAt(internet, 'once.test');
    await Promise.all([chain, name, expiry, key].map((check) => check.run(look)));
    expect(internet.web.connections('once.test')).to.equal(1);
  });

  it('see a site that was mended', async () => {
    internet.site('mended.test', { certificate: 'expired' });
    expect((await judge(internet, expiry, 'mended.test')).status).to.equal('fail');
    internet.site('mended.test', { certificate: 'good' });
    expect((await judge(internet, expiry, 'mended.test')).status).to.equal('pass');
  });
});
