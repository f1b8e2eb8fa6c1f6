import { expect } from 'chai';
import { readConfig } from '../../../../server/config.js';
import type { Outcome } from '../../../../server/scans/check.js';
import { resolves } from '../../../../server/scans/checks/dns/resolves.js';
import { scanDomain } from '../../../../server/scans/scan-domain.js';
import { createOpenWire } from '../../../../server/wire/wire.js';
import { startLab, type Lab } from '../lab.js';

describe('The check dns.resolves', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
  });
  after(() => lab.stop());

  it('passes with both kinds of addresses', async () => {
    lab.zone.set('both.test', 'A', ['127.0.0.1', '127.0.0.2']);
    lab.zone.set('both.test', 'AAAA', '::1');
    const { status, summary, evidence } = await lab.look(resolves, 'both.test');
    expect({ status, summary }).to.deep.equal({ status: 'pass', summary: 'both.test has addresses.' });
    expect(evidence).to.have.members([
      'both.test A 127.0.0.1',
      'both.test A 127.0.0.2',
      'both.test AAAA ::1',
    ]);
  });

  it('passes without IPv6, and says that it is missing', async () => {
    lab.zone.set('old.test', 'A', '127.0.0.1');
    const { status, summary } = await lab.look(resolves, 'old.test');
    expect(status).to.equal('pass');
    expect(summary).to.equal('old.test has an address. It has none for IPv6, which is good to have.');
  });

  it('warns when there is IPv6 only', async () => {
    lab.zone.set('new.test', 'AAAA', '::1');
    expect(await lab.look(resolves, 'new.test')).to.deep.include({
      status: 'warn',
      evidence: ['new.test AAAA ::1'],
    });
  });

  it('fails without an address, whether the name exists or not', async () => {
    lab.zone.set('bare.test', 'TXT', 'hello');
    for (const domain of ['bare.test', 'missing.test']) {
      expect(await lab.look(resolves, domain)).to.deep.equal({
        status: 'fail',
        summary: `${domain} has no address: neither A nor AAAA records.`,
        evidence: [],
      });
    }
  });

  it('follows an alias', async () => {
    lab.zone.set('both.test', 'A', '127.0.0.1');
    lab.zone.set('www.both.test', 'CNAME', 'both.test');
    expect((await lab.look(resolves, 'www.both.test')).status).to.equal('pass');
  });

  it('does not know when the name servers fail', async () => {
    lab.zone.servfail('broken.test');
    expect(await lab.look(resolves, 'broken.test')).to.deep.equal({
      status: 'unknown',
      summary: 'The name servers failed (SERVFAIL) at the A records of broken.test.',
      evidence: [],
    });
  });

  it('fails when it leads into a private network only, where nobody outside gets to', async () => {
    lab.zone.set('inside.example.org', 'A', ['10.0.0.1', '192.168.1.1']);
    lab.zone.set('partly.example.org', 'A', ['10.0.0.1', '93.184.216.34']);
    const { scan } = readConfig({ SCAN_RESOLVER: lab.zone.resolver });
    const outcomes: Outcome[] = [];
    for (const domain of ['inside.example.org', 'partly.example.org']) {
      const wire = createOpenWire(scan)(new AbortController().signal);
      const keep = (_check: unknown, outcome: Outcome) => Promise.resolve(void outcomes.push(outcome));
      await scanDomain(wire, domain, new Set(), () => undefined, keep, undefined, [resolves]);
    }
    expect(outcomes[0]).to.deep.include({
      status: 'fail',
      summary: 'inside.example.org leads only to addresses that are not on the public internet.',
    });
    expect(outcomes[0]?.evidence).to.include('inside.example.org A 10.0.0.1');
    expect(outcomes[1]?.status).to.equal('pass');
  });
});
