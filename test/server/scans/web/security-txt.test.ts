/** security.txt (RFC 9116), good, bad and what only looks like one. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { securityTxt } from '../../../../server/scans/checks/web/security-txt.js';
import { startInternet, type Internet, type SiteOptions } from '../../../support/internet/index.js';
import { judge } from '../../../support/internet/look.js';
import { unseen } from '../../wire/unseen.js';

const PATH = '/.well-known/security.txt';
const later = (days: number): string => new Date(Date.now() + days * 24 * 3600 * 1000).toISOString();
const CONTACT = 'Contact: mailto:security@acme.test\n';

describe('web.security_txt', () => {
  let internet: Internet;
  let count = 0;

  before(async () => (internet = await startInternet()));
  after(() => internet.stop());

  const judged = (options: SiteOptions) => {
    const host = `site${(count += 1)}.test`;
    internet.site(host, options);
    return judge(internet, securityTxt, host);
  };
  const withFile = (body: string) => judged({ files: { [PATH]: body } });

  it('passes with a contact and a date to come', async () => {
    const date = later(90);
    const outcome = await withFile(`# Hello\n${CONTACT}Expires: ${date}\n`);
    expect(outcome).to.include({ status: 'pass' });
    expect(outcome.summary).to.include(date.slice(0, 10));
    expect(outcome.evidence.slice(0, 2)).to.deep.equal([
      'Contact: mailto:security@acme.test',
      `Expires: ${date}`,
    ]);
  });

  it('passes with CRLF, other cases, a time zone, and a signature around it', async () => {
    const date = later(90).replace(/\..*/, '+02:00');
    const text = `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\n\r\ncontact: https://acme.test/report\r\nEXPIRES: ${date}\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nabc\r\n-----END PGP SIGNATURE-----\r\n`;
    expect((await withFile(text)).status).to.equal('pass');
  });

  const WRONG: [string, string, RegExp][] = [
    ['no contact', `Expires: ${later(9)}\n`, /names no contact/],
    ['an empty contact', `Contact: \nExpires: ${later(9)}\n`, /names no contact/],
    ['no date', CONTACT, /until when/],
    ['a date that is over', `${CONTACT}Expires: ${later(-1)}\n`, /ran out on/],
    ['two dates', `${CONTACT}Expires: ${later(9)}\nExpires: ${later(90)}\n`, /one Expires/],
    ['no date in earnest', `${CONTACT}Expires: next summer\n`, /one Expires/],
    ['an empty file', '', /names no contact/],
  ];
  for (const [what, body, summary] of WRONG) {
    it(`fails with ${what}`, async () => {
      const outcome = await withFile(body);
      expect(outcome.summary).to.match(summary);
      expect(outcome.status).to.equal('fail');
    });
  }

  it('fails when there is none, and when a page is shown in its place', async () => {
    expect((await judged({})).summary).to.equal('There is no security.txt.');
    const page = `<!doctype html><p>Contact: mailto:a@b.test\nExpires: ${later(9)}\n`;
    const asPage = { body: page, headers: { 'content-type': 'text/html' } };
    expect(await judged({ files: { [PATH]: asPage } })).to.include({ status: 'fail' });
    // Also when it is passed off as text.
    const outcome = await withFile(page);
    expect(outcome.summary).to.match(/shows a page instead/);
    expect(outcome.status).to.equal('fail');
  });

  it('warns about a contact that is no address, and about another type', async () => {
    const file = `Contact: our desk\nExpires: ${later(9)}\n`;
    expect((await withFile(file)).summary).to.match(/not an address/);
    const body = `${CONTACT}Expires: ${later(9)}\n`;
    const outcome = await judged({
      files: { [PATH]: { body, headers: { 'content-type': 'application/octet-stream' } } },
    });
    expect(outcome).to.include({ status: 'warn' });
    expect(outcome.summary).to.match(/instead of text\/plain/);
  });

  it('follows redirects, but not out of encryption', async () => {
    const body = `${CONTACT}Expires: ${later(9)}\n`;
    internet.site('central.test', { redirect: false, files: { [PATH]: body } });
    const leads = (location: string): SiteOptions => ({
      answer: (_request, response) => void response.writeHead(302, { location }).end(),
    });
    expect((await judged(leads(`https://central.test${PATH}`))).status).to.equal('pass');
    const outcome = await judged(leads(`http://central.test${PATH}`));
    expect(outcome).to.include({ status: 'fail' });
    expect(outcome.summary).to.match(/without encryption/);
  });

  it('reads no more of it than a file in earnest has', async () => {
    const outcome = await withFile(`${'#'.repeat(200_000)}\n${CONTACT}Expires: ${later(9)}\n`);
    expect(outcome.summary).to.match(/names no contact/);
  });

  it('unknown while the server refuses to say', async () => {
    const problem = await unseen(judged({ files: { [PATH]: { body: '', status: 429 } } }));
    expect(problem.message).to.match(/error of its own \(429\)/);
  });
});
