/** The checks of web sites that judge headers, each against a site that sends them. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Check } from '../../../../server/scans/check.js';
import { cookies } from '../../../../server/scans/checks/web/cookies.js';
import { csp } from '../../../../server/scans/checks/web/csp.js';
import { framing } from '../../../../server/scans/checks/web/framing.js';
import { hsts } from '../../../../server/scans/checks/web/hsts.js';
import { WEB_CHECKS } from '../../../../server/scans/checks/web/index.js';
import { nosniff } from '../../../../server/scans/checks/web/nosniff.js';
import { referrerPolicy } from '../../../../server/scans/checks/web/referrer-policy.js';
import { versionLeaks } from '../../../../server/scans/checks/web/version-leaks.js';
import { startInternet, type Internet } from '../../../support/internet/index.js';
import { judge, lookAt } from '../../../support/internet/look.js';
import { unseen } from '../../wire/unseen.js';

const HALF_A_YEAR = 180 * 24 * 3600;
const STS = 'strict-transport-security';
const CSP = 'content-security-policy';
const XFO = 'x-frame-options';
const REFERRER = 'referrer-policy';

/** A value of a header, or all headers, and what the check must say of it. */
type Case = [string | string[] | undefined, 'pass' | 'warn' | 'fail', RegExp];

const TABLES: [Check, string, Case[]][] = [
  [
    hsts,
    STS,
    [
      [undefined, 'fail', /does not tell browsers to keep to HTTPS/],
      [`max-age=${HALF_A_YEAR}`, 'pass', /for 180 days/],
      [`max-age=${HALF_A_YEAR - 1}`, 'warn', /for 179 days only/],
      ['includeSubDomains; MAX-AGE = "31536000" ; preload', 'pass', /for 365 days/],
      ['max-age=0', 'fail', /switches it off/],
      ['includeSubDomains', 'fail', /not valid/],
      ['max-age=31536000; max-age=31536000', 'fail', /not valid/],
      ['max-age=-5', 'fail', /not valid/],
      // Browsers take the first one only (RFC 6797, section 8.1).
      [['max-age=60', 'max-age=31536000'], 'warn', /for 0 days only/],
    ],
  ],
  [
    csp,
    CSP,
    [
      [undefined, 'fail', /no Content Security Policy/],
      ["default-src 'self'", 'pass', /keeps foreign scripts out/],
      ["script-src 'self' 'unsafe-inline'", 'warn', /'unsafe-inline'/],
      ["script-src 'self' 'unsafe-eval'", 'warn', /'unsafe-eval'/],
      ["default-src 'none'; script-src *", 'warn', /from anywhere \(\*\)/],
      ['default-src https:', 'warn', /from anywhere \(https:\)/],
      ["script-src 'self' data:", 'warn', /from anywhere \(data:\)/],
      ['script-src https://*.cdn.test', 'pass', /keeps/],
      ["img-src 'self'", 'warn', /does not say where scripts may come from/],
      ["script-src 'nonce-abc' 'unsafe-inline'", 'pass', /keeps/],
      ["script-src 'strict-dynamic' 'nonce-abc' https: 'unsafe-inline'", 'pass', /keeps/],
      // The first of two counts within a policy; of two policies the stricter one.
      ["script-src 'self'; script-src *", 'pass', /keeps/],
      [['script-src *', "script-src 'self'"], 'pass', /keeps/],
      ["script-src *, script-src 'self'", 'pass', /keeps/],
    ],
  ],
  [
    nosniff,
    'x-content-type-options',
    [
      [undefined, 'fail', /not told/],
      ['nosniff', 'pass', /keep to the type/],
      ['NoSniff, nosniff', 'pass', /keep to the type/],
      ['sniff', 'fail', /do not know/],
      ['x, nosniff', 'fail', /do not know/],
    ],
  ],
  [
    referrerPolicy,
    REFERRER,
    [
      [undefined, 'warn', /no Referrer-Policy/],
      ['same-origin', 'pass', /at most the name/],
      ['strict-origin-when-cross-origin', 'pass', /at most the name/],
      ['no-referrer, strict-origin-when-cross-origin', 'pass', /at most the name/],
      ['origin', 'warn', /"origin"/],
      ['no-referrer-when-downgrade', 'warn', /may learn more/],
      ['unsafe-url', 'fail', /whole address/],
      ['no-referrer, unsafe-url', 'fail', /whole address/],
      ['nonsense', 'warn', /not a known one/],
    ],
  ],
  [
    framing,
    XFO,
    [
      [undefined, 'fail', /Every site/],
      ['DENY', 'pass', /No other site/],
      ['sameorigin', 'pass', /No other site/],
      [['DENY', 'DENY'], 'pass', /No other site/],
      [['DENY', 'SAMEORIGIN'], 'fail', /do not follow/],
      ['ALLOW-FROM https://a.test', 'fail', /do not follow/],
    ],
  ],
  [
    framing,
    CSP,
    [
      ["frame-ancestors 'none'", 'pass', /Only chosen sites/],
      ["frame-ancestors 'self' https://a.test", 'pass', /Only chosen sites/],
      ['frame-ancestors *', 'fail', /lets every site/],
      ['frame-ancestors https:', 'fail', /lets every site/],
      ["default-src 'none'", 'fail', /Every site/],
    ],
  ],
  [
    cookies,
    'set-cookie',
    [
      [undefined, 'pass', /sets no cookies/],
      ['a=1; Secure; HttpOnly; SameSite=Lax', 'pass', /All cookies/],
      ['a=1; secure; httponly; samesite=Strict', 'pass', /All cookies/],
      ['a=1; HttpOnly; SameSite=Lax', 'fail', /without encryption.*"a"/],
      ['a=1; Secure; SameSite=Lax', 'warn', /lack HttpOnly or SameSite: "a"/],
      ['a=1; Secure; HttpOnly', 'warn', /"a"/],
      [['a=1; Secure; HttpOnly; SameSite=Lax', 'b=2'], 'fail', /: "b"\.$/],
    ],
  ],
  [
    versionLeaks,
    'server',
    [
      [undefined, 'pass', /does not tell/],
      ['nginx', 'pass', /does not tell/],
      ['h2o', 'pass', /does not tell/],
      ['ECS (dcb/7EA3)', 'pass', /does not tell/],
      ['nginx/1.25.3', 'fail', /which version/],
      ['Apache/2 (Unix)', 'fail', /which version/],
      ['Microsoft-IIS/10.0', 'fail', /which version/],
    ],
  ],
  [
    versionLeaks,
    'x-powered-by',
    [
      ['Express', 'warn', /built with/],
      ['PHP/8.3.1-ubuntu', 'fail', /which version/],
    ],
  ],
];

describe('The checks of web headers', () => {
  let internet: Internet;
  let count = 0;

  before(async () => (internet = await startInternet()));
  after(() => internet.stop());

  const judged = (check: Check, headers: OutgoingHttpHeaders) => {
    const host = `site${(count += 1)}.test`;
    internet.site(host, { headers });
    return judge(internet, check, host);
  };

  for (const [check, header, cases] of TABLES) {
    for (const [value, status, summary] of cases) {
      it(`${check.id}: ${status} for ${header}: ${value === undefined ? '(absent)' : String(value)}`, async () => {
        const outcome = await judged(check, value === undefined ? {} : { [header]: value });
        expect(outcome.summary).to.match(summary);
        expect(outcome.status).to.equal(status);
        const said = outcome.evidence.join('\n');
        if (value !== undefined && header !== 'set-cookie' && check !== framing)
          expect(said).to.include(header);
      });
    }
  }

  it('web.csp: a policy that only reports is a warning', async () => {
    const outcome = await judged(csp, { 'content-security-policy-report-only': "default-src 'self'" });
    expect(outcome).to.include({ status: 'warn' });
    expect(outcome.summary).to.match(/on trial only/);
  });

  it('web.framing: frame-ancestors counts before X-Frame-Options', async () => {
    expect((await judged(framing, { [CSP]: 'frame-ancestors *', [XFO]: 'DENY' })).status).to.equal('fail');
    expect((await judged(framing, { [CSP]: "frame-ancestors 'none'", [XFO]: 'ALLOWALL' })).status).to.equal(
      'pass',
    );
  });

  it('web.cookies: keeps no values', async () => {
    const { evidence } = await judged(cookies, { 'set-cookie': 'session=topsecret; Path=/' });
    expect(evidence).to.deep.equal(['set-cookie: session=…; Path=/ (without Secure, HttpOnly, SameSite)']);
  });

  it('web.hsts looks at the first answer, the others at the page it leads to', async () => {
    internet.site('www.led.test', { headers: { 'x-content-type-options': 'nosniff' } });
    internet.site('led.test', {
      answer: (_request, response) => {
        response.writeHead(301, { location: 'https://www.led.test/', [STS]: 'max-age=31536000' }).end();
      },
    });
    const look = lookAt(internet, 'led.test');
    expect((await hsts.run(look)).status).to.equal('pass');
    expect((await nosniff.run(look)).status).to.equal('pass');
    expect((await judge(internet, hsts, 'www.led.test')).status).to.equal('fail');
  });

  it('fetch the home page once for all of them', async () => {
    internet.site('once.test');
    const look = lookAt(internet, 'once.test');
    await Promise.all(
      [hsts, csp, nosniff, referrerPolicy, framing, cookies, versionLeaks].map((one) => one.run(look)),
    );
    expect(internet.web.requests().filter((request) => request.includes('once.test'))).to.have.length(1);
  });

  for (const check of WEB_CHECKS) {
    it(`${check.id}: unknown where it cannot look`, async () => {
      internet.refuse('refused.test');
      internet.site('reset.test', { https: 'reset', http: 'reset' });
      internet.site('ill.test', { answer: (_request, response) => void response.writeHead(503).end() });
      expect((await unseen(judge(internet, check, 'refused.test'))).reason).to.equal('refused');
      expect((await unseen(judge(internet, check, 'reset.test'))).reason).to.equal('protocol');
      expect((await unseen(judge(internet, check, 'ill.test'))).message).to.match(/error of its own \(503\)/);
      expect((await unseen(judge(internet, check, 'nowhere.test'))).reason).to.equal('unreachable');
    });
  }
});
