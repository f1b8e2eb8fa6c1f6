import { expect } from 'chai';
import { mtaSts } from '../../../../server/scans/checks/mail/mta-sts.js';
import { isCovered, readPolicy } from '../../../../server/scans/sights/mail-sts.js';
import type { SiteOptions } from '../../../support/internet/index.js';
import { startLab, type Lab } from '../lab.js';

const PATH = '/.well-known/mta-sts.txt';

describe('The check mail.mta_sts', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
  });
  after(() => lab.stop());
  beforeEach(() => lab.goodSite('acme.test'));

  const look = async (): Promise<[string, string]> => {
    const { status, summary } = await lab.look(mtaSts, 'acme.test');
    return [status, summary];
  };
  const serve = (options: SiteOptions): void => lab.site('mta-sts.acme.test', options);
  const judge = (...lines: string[]): Promise<[string, string]> => {
    serve({ files: { [PATH]: lines.join('\r\n') } });
    return look();
  };

  const GOOD = ['version: STSv1', 'mode: enforce', 'mx: mail.acme.test', 'max_age: 604800'];
  const but = (from: string, to: string): string[] => GOOD.map((line) => (line.startsWith(from) ? to : line));

  it('passes when it is enforced and names every mail server', async () => {
    expect(await look()).to.deep.equal([
      'pass',
      'MTA-STS is enforced, and its policy names every mail server.',
    ]);
    const { evidence } = await lab.look(mtaSts, 'acme.test');
    expect(evidence).to.deep.equal([
      '_mta-sts.acme.test TXT "v=STSv1; id=20260101T000000"',
      `https://mta-sts.acme.test${PATH}: 200`,
      ...GOOD,
    ]);
    expect((await judge(...but('mx', 'mx: *.acme.test'), ''))[0], 'by a pattern').to.equal('pass');
  });

  it('warns while it is tried out, or when it is soon forgotten', async () => {
    expect((await judge(...but('mode', 'mode: testing')))[0]).to.equal('warn');
    expect((await judge(...but('max_age', 'max_age: 3600')))[0]).to.equal('warn');
  });

  for (const [from, to] of [
    ['mode', 'mode: none'],
    ['mode', 'mode: strict'],
    ['mode', ''],
    ['version', 'version: STSv2'],
    ['max_age', 'max_age: long'],
    ['mx', ''],
    ['mx', 'mx: other.acme.test'],
    ['mx', 'mx: *.test'],
  ] as const) {
    it(`fails with "${to}" for ${from}`, async () => {
      expect((await judge(...but(from, to)))[0]).to.equal('fail');
    });
  }

  it('names the mail server that the policy forgot', async () => {
    lab.zone.set('acme.test', 'MX', ['10 mail.acme.test', '20 backup.hoster.test']);
    expect(await look()).to.deep.equal([
      'fail',
      'The MTA-STS policy does not name the mail server backup.hoster.test.',
    ]);
  });

  it('fails without a record, with several, and without an id', async () => {
    for (const records of [[], ['v=STSv1; id=1', 'v=STSv1; id=2'], ['v=STSv1;'], ['v=STSv1; id=a-b']]) {
      lab.zone.set('_mta-sts.acme.test', 'TXT', records);
      expect((await look())[0], records.join()).to.equal('fail');
    }
  });

  it('fails when the file is missing, or elsewhere: redirects are not followed (RFC 8461, 3.3)', async () => {
    serve({ files: {} });
    expect(await look()).to.deep.equal([
      'fail',
      'MTA-STS is announced, but its policy is answered with 404.',
    ]);
    lab.site('www.acme.test', { files: { [PATH]: GOOD.join('\n') } });
    const headers = { location: `https://www.acme.test${PATH}` };
    serve({ files: { [PATH]: { body: '', status: 301, headers } } });
    expect(await look()).to.deep.equal([
      'fail',
      'MTA-STS is announced, but its policy is answered with 301.',
    ]);
  });

  it('fails when the host of the file does not exist', async () => {
    lab.zone.remove('mta-sts.acme.test');
    expect(await look()).to.deep.equal([
      'fail',
      'MTA-STS is announced, but mta-sts.acme.test has no address.',
    ]);
  });

  for (const certificate of ['self-signed', 'expired', 'wrong-name'] as const) {
    it(`fails with a certificate that is ${certificate}: senders trust none such`, async () => {
      serve({ certificate });
      const [status, summary] = await look();
      expect(status).to.equal('fail');
      expect(summary).to.contain('mta-sts.acme.test has no trusted certificate');
    });
  }

  it('does not know when the host of the file refuses, or the record cannot be looked up', async () => {
    lab.refuse('mta-sts.acme.test');
    expect((await look())[0]).to.equal('unknown');
    lab.zone.servfail('_mta-sts.broken.test');
    lab.zone.set('broken.test', 'MX', '10 mail.acme.test');
    expect((await lab.look(mtaSts, 'broken.test')).status).to.equal('unknown');
  });

  it('has nothing to say against a domain without mail', async () => {
    lab.zone.set('quiet.test', 'MX', '0 .');
    expect(await lab.look(mtaSts, 'quiet.test')).to.deep.include({
      status: 'pass',
      summary: 'quiet.test takes no mail, and says so.',
    });
    expect((await lab.look(mtaSts, 'nothing.test')).status).to.equal('pass');
  });

  it('lets an asterisk stand for one label, the first', () => {
    expect(isCovered('mail.acme.test', ['mail.acme.test'])).to.equal(true);
    expect(isCovered('mail.acme.test', ['*.acme.test'])).to.equal(true);
    expect(isCovered('a.mail.acme.test', ['*.acme.test'])).to.equal(false);
    expect(isCovered('acme.test', ['*.acme.test'])).to.equal(false);
    expect(isCovered('mail.acme.test', ['acme.test', 'mail.*.test'])).to.equal(false);
  });

  it('reads any file without fear', () => {
    expect(readPolicy('\0\n:\nmx\nmx:\nmode: ENFORCE\nmax_age: 99999999999\n'.repeat(50))).to.deep.include({
      mode: 'enforce',
      mx: [],
      maxAge: null,
    });
  });
});
