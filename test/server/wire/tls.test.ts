/** What is seen of TLS servers of every kind: real handshakes with real certificates. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { readConfig } from '../../../server/config.js';
import type { Wire } from '../../../server/core/wire.js';
import { createOpenWire } from '../../../server/wire/wire.js';
import type { CertificateKind } from '../../support/internet/certificates.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { unseen } from './unseen.js';

describe('The wire: TLS', () => {
  let internet: Internet;
  let wire: Wire;

  before(async () => {
    internet = await startInternet();
    wire = createOpenWire(readConfig(internet.env).scan)(new AbortController().signal);
  });
  after(() => internet.stop());

  it('sees a good server: version, cipher, key and the chain as it was sent', async () => {
    internet.site('good.test');
    const sight = await wire.tls('good.test');
    expect(sight).to.include({ address: '127.0.0.1', protocol: 'TLSv1.3', trustError: null });
    expect(sight).to.include({ keyBits: 256, keyType: 'ec' });
    expect(sight.cipher).to.match(/^TLS_/);
    expect(sight.certificate.subject.CN).to.equal('good.test');
    expect(sight.certificate.issuerCertificate.subject.CN).to.equal('Test Authority');
  });

  const WRONG: [CertificateKind, string][] = [
    ['expired', 'CERT_HAS_EXPIRED'],
    ['early', 'CERT_NOT_YET_VALID'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['unknown-issuer', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['no-chain', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ];
  for (const [kind, code] of WRONG) {
    it(`tells what is wrong with a certificate (${kind}) and does not refuse it`, async () => {
      internet.site(`${kind}.test`, { certificate: kind });
      const sight = await wire.tls(`${kind}.test`);
      expect(sight.trustError).to.equal(code);
      expect(sight.certificate.valid_to).to.be.a('string');
    });
  }

  it('sees a key that is too short to be used otherwise', async () => {
    internet.site('short.test', { certificate: 'short-key' });
    expect(await wire.tls('short.test')).to.include({ keyBits: 1024, keyType: 'rsa' });
  });

  for (const only of ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const) {
    it(`finds out whether ${only} is offered`, async () => {
      internet.site('old.test', { versions: ['TLSv1', 'TLSv1.3'] });
      internet.site('one.test', { versions: [only, only] });
      expect((await wire.tls('old.test', { only })).protocol).to.equal(only);
      expect((await wire.tls('one.test', { only })).protocol).to.equal(only);
      const other = only === 'TLSv1.3' ? 'TLSv1.2' : 'TLSv1.3';
      const problem = await unseen(wire.tls('one.test', { only: other }));
      expect(problem.reason).to.equal('protocol');
      expect(problem.message).to.match(/^one\.test \(port 443\) did not agree on a TLS connection/);
    });
  }

  it('offers nothing below 1.2 by itself', async () => {
    internet.site('ancient.test', { versions: ['TLSv1', 'TLSv1.1'] });
    expect((await unseen(wire.tls('ancient.test'))).reason).to.equal('protocol');
  });

  it('tells refused, reset, silent, and what is no TLS at all', async () => {
    internet.site('reset.test', { https: 'reset' });
    internet.refuse('refused.test');
    expect(await unseen(wire.tls('refused.test'))).to.include({
      reason: 'refused',
      message: 'refused.test (port 443) refused the connection.',
    });
    expect((await unseen(wire.tls('reset.test'))).reason).to.equal('protocol');
    expect((await unseen(wire.tls('no-such-name.test'))).reason).to.equal('unreachable');
    const { scan } = readConfig(internet.env);
    const confused = { ...scan, ports: { ...scan.ports, 443: internet.web.ports.http } };
    internet.site('plain.test');
    const problem = await unseen(createOpenWire(confused)(new AbortController().signal).tls('plain.test'));
    expect(problem.reason).to.equal('protocol');
  });

  it('waits for nobody for ever', async () => {
    internet.site('drop.test', { https: 'drop' });
    const problem = await unseen(wire.tls('drop.test'));
    expect(problem).to.include({ reason: 'timeout' });
    expect(problem.message).to.equal(
      'drop.test (port 443) did not finish the TLS handshake within 5 seconds.',
    );
  });
});
