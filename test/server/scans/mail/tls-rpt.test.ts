import { expect } from 'chai';
import { tlsRpt } from '../../../../server/scans/checks/mail/tls-rpt.js';
import { startLab, type Lab } from '../lab.js';

describe('The check mail.tls_rpt', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
    lab.zone.set('acme.test', 'MX', '10 mail.acme.test');
  });
  after(() => lab.stop());

  const judge = async (...records: string[]): Promise<[string, string]> => {
    lab.zone.set('_smtp._tls.acme.test', 'TXT', records);
    const { status, summary } = await lab.look(tlsRpt, 'acme.test');
    return [status, summary];
  };

  it('passes with an address of mail or of the web', async () => {
    expect(await judge('v=TLSRPTv1; rua=mailto:tls@acme.test,https://acme.test/tls')).to.deep.equal([
      'pass',
      'Reports about encryption go to tls@acme.test, https://acme.test/tls.',
    ]);
    expect((await lab.look(tlsRpt, 'acme.test')).evidence).to.deep.equal([
      '_smtp._tls.acme.test TXT "v=TLSRPTv1; rua=mailto:tls@acme.test,https://acme.test/tls"',
    ]);
  });

  it('fails without a record, with another version, and with several', async () => {
    expect((await judge())[0]).to.equal('fail');
    expect((await judge('v=TLSRPTv2; rua=mailto:tls@acme.test'))[0]).to.equal('fail');
    const record = 'v=TLSRPTv1; rua=mailto:tls@acme.test';
    expect((await judge(record, `${record};`))[1]).to.equal(
      'There are several TLS-RPT records; senders then use none.',
    );
  });

  for (const addresses of [
    '',
    'rua=',
    'rua=tls@acme.test',
    'rua=http://acme.test/',
    'ruf=mailto:a@acme.test',
  ]) {
    it(`fails with "${addresses}": there is no address in it`, async () => {
      expect((await judge(`v=TLSRPTv1; ${addresses}`))[0]).to.equal('fail');
    });
  }

  it('does not know when the record cannot be looked up', async () => {
    lab.zone.set('broken.test', 'MX', '10 mail.acme.test');
    lab.zone.servfail('_smtp._tls.broken.test');
    expect((await lab.look(tlsRpt, 'broken.test')).status).to.equal('unknown');
  });

  it('has nothing to say against a domain without mail', async () => {
    lab.zone.set('quiet.test', 'MX', '0 .');
    for (const domain of ['quiet.test', 'nothing.test']) {
      expect((await lab.look(tlsRpt, domain)).status, domain).to.equal('pass');
    }
  });
});
