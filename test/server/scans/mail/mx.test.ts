import { expect } from 'chai';
import { mx } from '../../../../server/scans/checks/mail/mx.js';
import { startLab, type Lab } from '../lab.js';

describe('The check mail.mx', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
    lab.zone.set('mx1.hoster.test', 'A', '127.0.0.1');
    lab.zone.set('mx2.hoster.test', 'AAAA', '::1');
    lab.zone.set('alias.hoster.test', 'CNAME', 'mx1.hoster.test');
    lab.zone.servfail('mx9.hoster.test');
  });
  after(() => lab.stop());

  const judge = async (domain: string, ...records: string[]): Promise<[string, string]> => {
    lab.zone.set(domain, 'MX', records);
    const { status, summary } = await lab.look(mx, domain);
    return [status, summary];
  };

  it('passes when every server has an address', async () => {
    expect(await judge('good.test', '10 mx1.hoster.test', '20 mx2.hoster.test')).to.deep.equal([
      'pass',
      'good.test names 2 mail servers.',
    ]);
    const { evidence } = await lab.look(mx, 'good.test');
    expect(evidence).to.deep.equal([
      'good.test MX 10 mx1.hoster.test.',
      'good.test MX 20 mx2.hoster.test.',
      'mx1.hoster.test has an address',
      'mx2.hoster.test has an address',
    ]);
  });

  it('passes with a null MX (RFC 7505)', async () => {
    expect(await judge('quiet.test', '0 .')).to.deep.equal([
      'pass',
      'quiet.test takes no mail, and says so with a null MX.',
    ]);
  });

  it('fails with a null MX beside others, which is a contradiction', async () => {
    expect((await judge('torn.test', '0 .', '10 mx1.hoster.test'))[0]).to.equal('fail');
  });

  it('fails when no server can be found', async () => {
    expect(await judge('lost.test', '10 gone.hoster.test', '20 gone2.hoster.test')).to.deep.equal([
      'fail',
      'None of the mail servers of lost.test can be found.',
    ]);
    expect((await judge('number.test', '10 192.0.2.1'))[0], 'an address for a name').to.equal('fail');
  });

  it('warns when one of several cannot be found', async () => {
    expect(await judge('half.test', '10 mx1.hoster.test', '20 gone.hoster.test')).to.deep.equal([
      'warn',
      '1 of the 2 mail servers cannot be found.',
    ]);
  });

  it('warns of an alias (RFC 2181, 10.3)', async () => {
    expect((await judge('alias.test', '10 alias.hoster.test'))[0]).to.equal('warn');
    expect((await lab.look(mx, 'alias.test')).evidence.join()).to.contain('is an alias (CNAME)');
  });

  it('warns without MX records: mail then goes to the web address (RFC 5321, 5.1)', async () => {
    lab.zone.set('implicit.test', 'A', '127.0.0.1');
    const { status, summary } = await lab.look(mx, 'implicit.test');
    expect({ status, summary }).to.deep.equal({
      status: 'warn',
      summary: 'implicit.test has no MX records, so senders try to deliver mail to its web address.',
    });
  });

  it('warns without MX records and without an address: it could say that it takes none', async () => {
    lab.zone.set('silent.test', 'TXT', 'hello');
    const { status, summary } = await lab.look(mx, 'silent.test');
    expect({ status, summary }).to.deep.equal({
      status: 'warn',
      summary: 'silent.test has no MX records, and does not say that it takes no mail.',
    });
  });

  it('judges by the servers that could be looked up', async () => {
    expect((await judge('mixed.test', '10 mx1.hoster.test', '20 mx9.hoster.test'))[0]).to.equal('pass');
    expect((await lab.look(mx, 'mixed.test')).evidence.join()).to.contain('SERVFAIL');
  });

  it('does not know when none could be looked up', async () => {
    expect((await judge('unsure.test', '10 mx9.hoster.test'))[0]).to.equal('unknown');
    expect((await judge('unsure.test', '10 mx9.hoster.test', '20 gone.hoster.test'))[0]).to.equal('unknown');
    lab.zone.servfail('broken.test');
    expect((await lab.look(mx, 'broken.test')).status).to.equal('unknown');
  });
});
