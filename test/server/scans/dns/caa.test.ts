import { expect } from 'chai';
import { caa } from '../../../../server/scans/checks/dns/caa.js';
import { startLab, type Lab } from '../lab.js';

describe('The check dns.caa', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
  });
  after(() => lab.stop());

  const set = (domain: string, ...records: string[]): void => lab.zone.set(domain, 'CAA', records);

  it('passes when authorities are named', async () => {
    set('good.test', '0 issue "ca.test; account=7"', '0 issuewild ";"', '0 iodef "mailto:a@good.test"');
    const { status, summary, evidence } = await lab.look(caa, 'good.test');
    expect({ status, summary }).to.deep.equal({
      status: 'pass',
      summary: 'Certificates may be issued by ca.test only.',
    });
    expect(evidence).to.have.members([
      'good.test CAA 0 issue "ca.test; account=7"',
      'good.test CAA 0 issuewild ";"',
      'good.test CAA 0 iodef "mailto:a@good.test"',
    ]);
  });

  it('passes when nobody may issue', async () => {
    set('none.test', '0 issue ";"');
    const { status, summary } = await lab.look(caa, 'none.test');
    expect({ status, summary }).to.deep.equal({
      status: 'pass',
      summary: 'No authority may issue certificates.',
    });
  });

  it('fails without records', async () => {
    expect(await lab.look(caa, 'bare.test')).to.deep.equal({
      status: 'fail',
      summary: 'Any certificate authority may issue certificates for bare.test: there are no CAA records.',
      evidence: [],
    });
  });

  it('takes the records of the nearest name above (RFC 8659, 3)', async () => {
    set('up.test', '0 issue "far.test"');
    set('near.up.test', '0 issue "near.test"');
    const { status, evidence } = await lab.look(caa, 'a.b.near.up.test');
    expect(status).to.equal('pass');
    expect(evidence).to.deep.equal(['near.up.test CAA 0 issue "near.test"']);
  });

  it('does not look above a name that has records, also when they say nothing of who may issue', async () => {
    set('said.test', '0 issue "ca.test"');
    set('www.said.test', '0 iodef "mailto:a@said.test"');
    const { status, evidence } = await lab.look(caa, 'www.said.test');
    expect(status).to.equal('warn');
    expect(evidence).to.deep.equal(['www.said.test CAA 0 iodef "mailto:a@said.test"']);
  });

  it('warns when only wildcards are restricted', async () => {
    set('wild.test', '0 issuewild "ca.test"');
    expect((await lab.look(caa, 'wild.test')).status).to.equal('warn');
  });

  it('warns of a critical property that no authority knows', async () => {
    set('odd.test', '0 issue "ca.test"', '128 tbs "unknown"');
    const { status, summary } = await lab.look(caa, 'odd.test');
    expect(status).to.equal('warn');
    expect(summary).to.contain('"tbs"');
  });

  it('does not know when a name on the way up fails', async () => {
    lab.zone.servfail('broken.test');
    expect(await lab.look(caa, 'www.broken.test')).to.deep.include({
      status: 'unknown',
      summary: 'The name servers failed (SERVFAIL) at the CAA records of broken.test.',
    });
  });
});
