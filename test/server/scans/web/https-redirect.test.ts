/** Whether plain HTTP leads to HTTPS, in all the ways in which sites do and do not. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { httpsRedirect } from '../../../../server/scans/checks/web/https-redirect.js';
import { readConfig } from '../../../../server/config.js';
import { Look } from '../../../../server/scans/look.js';
import { createOpenWire } from '../../../../server/wire/wire.js';
import { startInternet, type Internet, type SiteOptions } from '../../../support/internet/index.js';
import { judge } from '../../../support/internet/look.js';
import { unseen } from '../../wire/unseen.js';

describe('web.https_redirect', () => {
  let internet: Internet;

  before(async () => (internet = await startInternet()));
  after(() => internet.stop());

  const check = (host: string) => judge(internet, httpsRedirect, host);

  /** Answers over plain HTTP with a redirect. */
  const leads = (location: string, status = 301): SiteOptions => ({
    answer: (_request, response, isSecure) => {
      if (isSecure) return void response.end('The page.');
      response.writeHead(status, { location }).end();
    },
  });

  for (const status of [301, 302, 307, 308]) {
    it(`passes with a redirect of status ${status}`, async () => {
      internet.site('led.test', leads('https://led.test/', status));
      const outcome = await check('led.test');
      expect(outcome).to.include({ status: 'pass' });
      expect(outcome.evidence).to.deep.equal([
        `http://led.test/ answered ${status} and leads to https://led.test/`,
      ]);
    });
  }

  it('passes when the first answer already leads to HTTPS elsewhere', async () => {
    internet.site('www.away.test');
    internet.site('away.test', leads('https://www.away.test/welcome'));
    expect((await check('away.test')).status).to.equal('pass');
  });

  it('fails when the page is shown over plain HTTP', async () => {
    internet.site('plain.test', { redirect: false });
    const outcome = await check('plain.test');
    expect(outcome).to.include({ status: 'fail' });
    expect(outcome.summary).to.equal('http://plain.test/ shows the site without encryption.');
  });

  it('fails when there is no HTTPS at all and plain HTTP shows the page', async () => {
    internet.site('only-http.test', { redirect: false, https: 'reset' });
    expect((await check('only-http.test')).status).to.equal('fail');
  });

  it('fails when it leads on without encryption, and warns when that ends at HTTPS', async () => {
    internet.site('www.detour.test');
    internet.site('detour.test', leads('http://www.detour.test/'));
    const detour = await check('detour.test');
    expect(detour.status).to.equal('warn');
    expect(detour.evidence).to.have.length(3);
    internet.site('www.detour.test', { redirect: false });
    expect((await check('detour.test')).status).to.equal('fail');
  });

  it('fails when HTTPS leads back', async () => {
    internet.site('back.test', {
      answer: (request, response, isSecure) => {
        const isStart = request.url === '/';
        if (!isSecure && !isStart) return void response.end('The page.');
        const location = isSecure ? 'http://back.test/home' : 'https://back.test/';
        response.writeHead(302, { location }).end();
      },
    });
    const outcome = await check('back.test');
    expect(outcome).to.include({ status: 'fail' });
    expect(outcome.summary).to.match(/leads back to a page without encryption/);
  });

  it('warns when plain HTTP answers with an error', async () => {
    internet.site('gone.test', {
      answer: (_request, response, isSecure) => void response.writeHead(isSecure ? 200 : 404).end(),
    });
    expect((await check('gone.test')).status).to.equal('warn');
  });

  it('does not take a redirect for one that names no address, or none that can be followed', async () => {
    internet.site('lost.test', { answer: (_request, response) => void response.writeHead(301).end() });
    expect((await check('lost.test')).status).to.equal('fail');
    internet.site('ftp.test', leads('ftp://ftp.test/'));
    expect((await unseen(check('ftp.test'))).reason).to.equal('forbidden');
  });

  it('passes when port 80 is closed and HTTPS answers; unknown when neither does', async () => {
    internet.site('closed.test');
    const { scan } = readConfig(internet.env);
    // Nobody listens on port 1 of loopback.
    const openWire = createOpenWire({ ...scan, ports: { ...scan.ports, 80: 1 } });
    const look = (host: string) => new Look(host, host, openWire(new AbortController().signal));
    const outcome = await httpsRedirect.run(look('closed.test'));
    expect(outcome).to.include({ status: 'pass' });
    expect(outcome.evidence[0]).to.equal('closed.test (port 80) refused the connection.');
    internet.site('closed.test', { https: 'reset' });
    expect((await unseen(httpsRedirect.run(look('closed.test')))).reason).to.equal('refused');
  });

  it('judges redirects without an end by whether they begin with HTTPS', async () => {
    internet.site('loop.test', leads('http://loop.test/'));
    expect((await check('loop.test')).status).to.equal('fail');
    internet.site('round.test', {
      answer: (_request, response) => void response.writeHead(302, { location: 'https://round.test/' }).end(),
    });
    expect((await check('round.test')).status).to.equal('pass');
  });
});
