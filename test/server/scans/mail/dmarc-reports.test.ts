import { expect } from 'chai';
import { dmarcReports } from '../../../../server/scans/checks/mail/dmarc-reports.js';
import { startLab, type Lab } from '../lab.js';

describe('The check mail.dmarc_reports', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
  });
  after(() => lab.stop());

  const judge = async (...records: string[]): Promise<[string, string]> => {
    lab.zone.set('_dmarc.acme.test', 'TXT', records);
    const { status, summary } = await lab.look(dmarcReports, 'acme.test');
    return [status, summary];
  };

  it('passes with an address of its own, or of a name below or beside it', async () => {
    expect(await judge('v=DMARC1; p=none; rua=mailto:dmarc@acme.test!10m')).to.deep.equal([
      'pass',
      'Reports about mail in the name of acme.test go to dmarc@acme.test.',
    ]);
    expect((await judge('v=DMARC1; p=none; rua=mailto:dmarc@reports.acme.test'))[0]).to.equal('pass');
  });

  it('fails without addresses, or without one of mail', async () => {
    expect(await judge('v=DMARC1; p=reject')).to.deep.equal([
      'fail',
      'The DMARC record asks for no reports: it has no "rua".',
    ]);
    expect((await judge('v=DMARC1; p=reject; rua='))[0]).to.equal('fail');
    expect((await judge('v=DMARC1; p=reject; ruf=mailto:a@acme.test'))[0], 'ruf alone').to.equal('fail');
    for (const address of ['https://acme.test/reports', 'dmarc@acme.test', 'mailto:nobody']) {
      expect((await judge(`v=DMARC1; p=reject; rua=${address}`))[0], address).to.equal('fail');
    }
  });

  it('fails without a record, or with two', async () => {
    const said = 'There is no DMARC record that receivers use, so there are no reports.';
    expect(await judge()).to.deep.equal(['fail', said]);
    const record = 'v=DMARC1; p=none; rua=mailto:a@acme.test';
    expect(await judge(record, `${record};`)).to.deep.equal(['fail', said]);
  });

  it('passes when somebody else agreed to get the reports (RFC 7489, 7.1)', async () => {
    lab.zone.set('acme.test._report._dmarc.reader.test', 'TXT', 'v=DMARC1;');
    const record = 'v=DMARC1; p=none; rua=mailto:a@acme.test, mailto:b@reader.test';
    expect(await judge(record)).to.deep.equal([
      'pass',
      'Reports about mail in the name of acme.test go to a@acme.test, b@reader.test.',
    ]);
  });

  it('warns when somebody else did not', async () => {
    expect(await judge('v=DMARC1; p=none; rua=mailto:a@stranger.test')).to.deep.equal([
      'warn',
      'stranger.test does not say that it takes reports about acme.test, so it gets none.',
    ]);
  });

  it('does not know when that cannot be looked up', async () => {
    lab.zone.servfail('acme.test._report._dmarc.broken.test');
    expect((await judge('v=DMARC1; p=none; rua=mailto:a@broken.test'))[0]).to.equal('unknown');
  });

  it('asks about five at most', async () => {
    const before = lab.zone.queries();
    const addresses = Array.from({ length: 60 }, (_none, n) => `mailto:a@many${n}.test`);
    await judge(`v=DMARC1; p=none; rua=${addresses.join(',')}`);
    expect(lab.zone.queries() - before).to.be.at.most(8);
  });
});
