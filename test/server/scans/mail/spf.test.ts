import { expect } from 'chai';
import { spf } from '../../../../server/scans/checks/mail/spf.js';
import { readSpf } from '../../../../server/scans/sights/mail-spf-record.js';
import { startLab, type Lab } from '../lab.js';

describe('The check mail.spf', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
    lab.zone.set('host.test', 'A', '127.0.0.1');
    lab.zone.set('sender.test', 'TXT', 'v=spf1 ip4:192.0.2.0/24 -all');
  });
  after(() => lab.stop());

  const judge = async (...records: string[]): Promise<[string, string]> => {
    lab.zone.set('acme.test', 'A', '127.0.0.1');
    lab.zone.set('acme.test', 'MX', '10 host.test');
    lab.zone.set('acme.test', 'TXT', ['another=text', ...records]);
    const { status, summary } = await lab.look(spf, 'acme.test');
    return [status, summary];
  };

  for (const record of [
    'v=spf1 -all',
    'v=spf1 ~all',
    'V=SPF1 MX -ALL',
    'v=spf1  a mx   ip4:192.0.2.1 ip6:2001:db8::/32 include:sender.test ~all',
    'v=spf1 a:host.test/24 mx/24//64 exists:host.test exp=why.test -all',
    'v=spf1 redirect=sender.test',
    'v=spf1 -all redirect=missing.test include:missing.test',
  ]) {
    it(`passes ${record}`, async () => {
      expect((await judge(record))[0]).to.equal('pass');
    });
  }

  for (const record of ['v=spf1 mx', 'v=spf1', 'v=spf1 mx ?all', 'v=spf1 +all', 'v=spf1 mx all']) {
    it(`fails ${record}: it lets everybody send`, async () => {
      expect((await judge(record))[0]).to.equal('fail');
    });
  }

  for (const record of [
    'v=spf1 ipv4:192.0.2.1 -all',
    'v=spf1 ip4:192.0.2.300 -all',
    'v=spf1 ip4:192.0.2.0/33 -all',
    'v=spf1 ip6:192.0.2.1 -all',
    'v=spf1 include: -all',
    'v=spf1 mx -all:acme.test',
    'v=spf1 a: -all',
    'v=spf1 mx, -all',
    'v=spf1 redirect=sender.test redirect=sender.test',
  ]) {
    it(`fails ${record}: receivers do not understand it`, async () => {
      const [status, summary] = await judge(record);
      expect(status).to.equal('fail');
      expect(summary).to.match(
        /^The SPF record is broken: In the record of acme\.test, ".+" (is not understood|cannot stand there)\.$/,
      );
    });
  }

  it('fails without a record, and one that only looks like it', async () => {
    const said = 'acme.test has no SPF record: anybody can send mail in its name.';
    expect(await judge()).to.deep.equal(['fail', said]);
    expect(await judge('v=spf10 -all', 'spf1 -all')).to.deep.equal(['fail', said]);
  });

  it('fails with two records', async () => {
    expect(await judge('v=spf1 mx -all', 'v=spf1 -all')).to.deep.equal([
      'fail',
      'acme.test has 2 SPF records; receivers then use none of them.',
    ]);
  });

  it('takes the end of the record that a redirect leads to', async () => {
    lab.zone.set('open.test', 'TXT', 'v=spf1 ip4:192.0.2.1 +all');
    expect(await judge('v=spf1 redirect=open.test')).to.deep.equal([
      'fail',
      'The SPF record lets everybody send: it ends in +all.',
    ]);
    expect((await judge('v=spf1 include:open.test -all'))[0], 'an include does not').to.equal('pass');
  });

  it('fails when an include or a redirect leads to no record, or to two', async () => {
    lab.zone.set('double.test', 'TXT', ['v=spf1 -all', 'v=spf1 ~all']);
    for (const target of ['missing.test', 'double.test']) {
      for (const record of [`v=spf1 include:${target} -all`, `v=spf1 redirect=${target}`]) {
        const [status, summary] = await judge(record);
        expect(status, record).to.equal('fail');
        expect(summary, record).to.contain(target);
      }
    }
  });

  it('fails when the record of somebody included is broken', async () => {
    lab.zone.set('typo.test', 'TXT', 'v=spf1 ipv4:192.0.2.1 -all');
    expect((await judge('v=spf1 include:typo.test -all'))[1]).to.contain('In the record of typo.test');
  });

  it('warns of "ptr" (RFC 7208, 5.5)', async () => {
    expect((await judge('v=spf1 ptr -all'))[0]).to.equal('warn');
  });

  it('asks a domain that takes no mail to send none', async () => {
    lab.zone.set('quiet.test', 'MX', '0 .');
    for (const [record, status] of [
      ['v=spf1 -all', 'pass'],
      ['v=spf1 ~all', 'warn'],
      ['v=spf1 ip4:192.0.2.1 -all', 'warn'],
    ] as const) {
      lab.zone.set('quiet.test', 'TXT', record);
      expect((await lab.look(spf, 'quiet.test')).status, record).to.equal(status);
    }
  });

  it('reads a record in several parts', async () => {
    lab.zone.set('parts.test', 'TXT', [['v=spf1 ip4:192.', '0.2.1 -', 'all']]);
    expect((await lab.look(spf, 'parts.test')).status).to.equal('pass');
  });

  it('does not know when the record, or one that decides, cannot be looked up', async () => {
    lab.zone.servfail('broken.test');
    expect((await lab.look(spf, 'broken.test')).status).to.equal('unknown');
    expect((await judge('v=spf1 include:broken.test -all'))[0]).to.equal('unknown');
    expect((await judge('v=spf1 redirect=broken.test'))[0]).to.equal('unknown');
    expect((await judge('v=spf1 redirect=%{d}.sender.test'))[0], 'a macro').to.equal('unknown');
    expect((await judge('v=spf1 include:broken.test +all'))[0], 'bad in any case').to.equal('fail');
  });

  it('reads what stands before "all" only', () => {
    const { terms, all, redirect } = readSpf('v=spf1 a:Host.test/24//64 ~all mx redirect=x.test');
    expect({ terms, all, redirect }).to.deep.equal({
      terms: [{ mechanism: 'a', domain: 'host.test', text: 'a:Host.test/24//64' }],
      all: '~',
      redirect: null,
    });
  });
});
