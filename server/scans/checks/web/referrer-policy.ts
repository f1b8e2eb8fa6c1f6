import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { homeOf, linesOf, seenAt, valuesOf } from '../../sights/web.js';

const HEADER = 'referrer-policy';

/** Other sites get at most the name of this one, and over plain HTTP nothing. */
const CAREFUL = ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'];
const CARELESS = ['origin', 'origin-when-cross-origin', 'no-referrer-when-downgrade'];
const KNOWN = [...CAREFUL, ...CARELESS, 'unsafe-url'];

async function run(look: Look): Promise<Outcome> {
  const page = await homeOf(look);
  const words = valuesOf(page, HEADER).flatMap((value) => value.toLowerCase().split(','));
  // The last word that a browser knows counts (Referrer Policy, section 8.1).
  const policy = words.map((word) => word.trim()).findLast((word) => KNOWN.includes(word));
  const evidence = linesOf(page, HEADER);
  if (policy === undefined) {
    const said =
      evidence.length === 0 ? 'There is no Referrer-Policy' : 'The Referrer-Policy is not a known one';
    return warn(`${said}; what other sites learn is left to each browser.`, [...evidence, seenAt(page)]);
  }
  if (policy === 'unsafe-url') return fail('Other sites are sent the whole address of each page.', evidence);
  if (CARELESS.includes(policy)) {
    return warn(`Under "${policy}" other sites may learn more than the name of this one.`, evidence);
  }
  return pass('Other sites learn at most the name of this one.', evidence);
}

export const referrerPolicy: Check = {
  id: 'web.referrer_policy',
  group: 'web',
  title: 'Other sites do not learn which page a visitor comes from',
  severity: 'low',
  looks_at: 'The header Referrer-Policy of the home page.',
  why: 'Addresses often hold what is nobody else’s business: search words, names of customers, tokens. Without a policy, a link or an embedded picture may pass them on.',
  mend: 'Send with every answer: Referrer-Policy: strict-origin-when-cross-origin, or same-origin if no other site needs to know.',
  link: { title: 'W3C: Referrer Policy', url: 'https://www.w3.org/TR/referrer-policy/' },
  run,
};
