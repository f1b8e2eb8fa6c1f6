/** Whole domains at a stroke: one that does everything right, and one that does nearly everything wrong. */
import type { Zone } from './dns.js';
import type { SiteOptions, Web } from './web.js';

export interface Parts {
  zone: Zone;
  web: Web;
  site: (host: string, options?: SiteOptions) => void;
}

const YEAR_SECONDS = 365 * 24 * 3600;
const IN_A_HUNDRED_DAYS = () => new Date(Date.now() + 100 * 24 * 3600 * 1000).toISOString();

const NAMES = ['', 'www.', 'ns1.', 'ns2.', 'mail.', 'mta-sts.', '_dmarc.', '_mta-sts.', '_smtp._tls.'];

function clear({ zone, web }: Parts, domain: string): void {
  for (const name of NAMES) {
    web.remove(name + domain);
    // What a test has put beside it (a proof of control) is under other names, or set again by the test.
    zone.remove(name + domain);
  }
}

const securityTxt = (domain: string): string =>
  `Contact: mailto:security@${domain}\nExpires: ${IN_A_HUNDRED_DAYS()}\n` +
  `Canonical: https://${domain}/.well-known/security.txt\nPreferred-Languages: en\n`;

const GOOD_HEADERS = {
  'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains`,
  'content-security-policy': "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'set-cookie': '__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax',
  server: 'test',
};

/** Sets up web, name and mail of a domain as they ought to be, instead of what there was. */
export function setUpGoodSite(parts: Parts, domain: string): void {
  const { zone, site } = parts;
  clear(parts, domain);
  site(domain, { headers: GOOD_HEADERS, files: { '/.well-known/security.txt': securityTxt(domain) } });
  site(`www.${domain}`, { headers: GOOD_HEADERS });
  site(`mta-sts.${domain}`, {
    files: {
      '/.well-known/mta-sts.txt': `version: STSv1\r\nmode: enforce\r\nmx: mail.${domain}\r\nmax_age: 604800\r\n`,
    },
  });
  // Nothing of the lab listens there, and an address of IPv4 comes first.
  for (const host of [domain, `www.${domain}`]) zone.set(host, 'AAAA', '::1');
  zone.set(domain, 'NS', [`ns1.${domain}`, `ns2.${domain}`]);
  zone.set(`ns1.${domain}`, 'A', '127.0.0.1');
  zone.set(`ns2.${domain}`, 'A', '127.0.0.2');
  zone.set(domain, 'CAA', ['0 issue "ca.test"', `0 iodef "mailto:security@${domain}"`]);
  zone.set(domain, 'MX', [`10 mail.${domain}`]);
  zone.set(`mail.${domain}`, 'A', '127.0.0.1');
  zone.set(domain, 'TXT', ['v=spf1 mx -all']);
  zone.set(`_dmarc.${domain}`, 'TXT', [`v=DMARC1; p=reject; rua=mailto:dmarc@${domain}`]);
  zone.set(`_mta-sts.${domain}`, 'TXT', ['v=STSv1; id=20260101T000000']);
  zone.set(`_smtp._tls.${domain}`, 'TXT', [`v=TLSRPTv1; rua=mailto:tls@${domain}`]);
}

const BAD_HEADERS = {
  server: 'Apache/2.2.3 (CentOS)',
  'x-powered-by': 'PHP/5.3.3',
  'referrer-policy': 'unsafe-url',
  'set-cookie': ['session=abc; Path=/', 'theme=dark'],
};

/** Sets up a domain that nobody cares for, instead of what there was. */
export function setUpBadSite(parts: Parts, domain: string): void {
  const { zone, site } = parts;
  clear(parts, domain);
  site(domain, {
    certificate: 'worst',
    versions: ['TLSv1', 'TLSv1.2'],
    redirect: false,
    headers: BAD_HEADERS,
  });
  zone.set(domain, 'NS', [`ns1.${domain}`]);
  zone.set(`ns1.${domain}`, 'A', '127.0.0.1');
  zone.set(domain, 'MX', [`10 mail.${domain}`]);
  zone.set(`mail.${domain}`, 'A', '127.0.0.1');
  zone.set(domain, 'TXT', ['v=spf1 +all', 'v=spf1 a mx ?all']);
}
