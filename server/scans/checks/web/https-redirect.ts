import { Unseen, type Fetched } from '../../../core/wire.js';
import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { tried } from '../../sights/tried.js';
import { homeOf, plainHomeOf, seenAt, valuesOf } from '../../sights/web.js';

const isSecure = (url: string): boolean => url.startsWith('https:');

/** Where a first answer leads, undefined when it leads nowhere. */
function targetOf(page: Fetched): string | undefined {
  const [location] = valuesOf(page, 'location');
  if (location === undefined || page.status < 300 || page.status >= 400) return undefined;
  return URL.canParse(location, page.url) ? new URL(location, page.url).href : undefined;
}

/** Nothing answers on port 80: then nothing goes in the clear, provided that there is a site at all. */
async function judgeClosed(look: Look, closed: Unseen): Promise<Outcome> {
  const home = await tried(homeOf(look));
  if (home instanceof Unseen) throw closed;
  return pass('Nothing is served over plain HTTP; the site answers over HTTPS.', [
    closed.message,
    seenAt(home),
  ]);
}

/** It leads on in the clear first: what matters is where that ends, and the steps before it can be tampered with. */
async function judgeDetour(look: Look, evidence: string[]): Promise<Outcome> {
  const page = await look.wire.fetch(`http://${look.domain}/`);
  const way = [...evidence, ...page.hops.slice(1).map(seenAt)];
  if (isSecure(page.url)) {
    return warn('Plain HTTP leads to HTTPS, but only after another address without encryption.', way);
  }
  return fail(`http://${look.domain}/ leads on, but not to HTTPS.`, way);
}

async function run(look: Look): Promise<Outcome> {
  const plain = await tried(plainHomeOf(look));
  if (plain instanceof Unseen) {
    if (plain.reason === 'refused') return judgeClosed(look, plain);
    throw plain;
  }
  const target = targetOf(plain);
  const evidence = [`${seenAt(plain)}${target === undefined ? '' : ` and leads to ${target}`}`];
  if (target === undefined) {
    if (plain.status < 400)
      return fail(`http://${look.domain}/ shows the site without encryption.`, evidence);
    return warn(`http://${look.domain}/ answers with an error instead of leading to HTTPS.`, evidence);
  }
  if (!isSecure(target)) return judgeDetour(look, evidence);
  const home = await tried(homeOf(look));
  if (!(home instanceof Unseen) && !isSecure(home.url)) {
    const way = [...evidence, ...home.hops.map(seenAt)];
    return fail(`https://${look.domain}/ leads back to a page without encryption.`, way);
  }
  return pass('Whoever comes over plain HTTP is led to HTTPS.', evidence);
}

export const httpsRedirect: Check = {
  id: 'web.https_redirect',
  group: 'web',
  title: 'Plain HTTP leads to HTTPS',
  severity: 'high',
  looks_at: 'What http:// at the domain answers, and whether it leads to https:// at once and stays there.',
  why: 'Without encryption, everybody on the way can read and change what visitors see and type. People and old links still come over plain HTTP.',
  mend: 'Let port 80 answer every request with a permanent redirect (301 or 308) to the same address with https://, and nothing else. Then add HSTS.',
  link: {
    title: 'RFC 9110, section 4.2.2: The https URI scheme',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-4.2.2',
  },
  run,
};
