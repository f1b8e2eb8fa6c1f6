import type { Hop } from '../../../core/wire.js';
import { fail, pass, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { policiesOf } from '../../sights/csp.js';
import { homeOf, linesOf, seenAt, valuesOf } from '../../sights/web.js';

const XFO = 'x-frame-options';
const OPEN = /^(\*|https?:|(https?:\/\/)?\*(:\*|:\d+)?)$/;

/** The sources of `frame-ancestors` in each policy that has it. */
const ancestorsOf = (page: Hop): (readonly string[])[] =>
  policiesOf(page)
    .map((policy) => policy.get('frame-ancestors'))
    .filter((sources) => sources !== undefined);

async function run(look: Look): Promise<Outcome> {
  const page = await homeOf(look);
  const ancestors = ancestorsOf(page);
  // Where both are, browsers look at frame-ancestors only (CSP Level 3, section 6.4.2.2).
  if (ancestors.length > 0) {
    const evidence = linesOf(page, 'content-security-policy');
    const isClosed = ancestors.some((sources) => !sources.some((source) => OPEN.test(source)));
    if (isClosed) return pass('Only chosen sites may show this one in a frame, or none at all.', evidence);
    return fail('frame-ancestors lets every site show this one in a frame.', evidence);
  }
  const values = valuesOf(page, XFO).flatMap((value) => value.split(','));
  const words = [...new Set(values.map((value) => value.trim().toUpperCase()))];
  if (words.length === 0) return fail('Every site may show this one in a frame.', [seenAt(page)]);
  const [word = ''] = words;
  if (words.length === 1 && ['DENY', 'SAMEORIGIN'].includes(word)) {
    return pass('No other site may show this one in a frame.', linesOf(page, XFO));
  }
  return fail('X-Frame-Options has a value that browsers do not follow.', linesOf(page, XFO));
}

export const framing: Check = {
  id: 'web.framing',
  group: 'web',
  title: 'Other sites cannot show the site in a frame',
  severity: 'low',
  looks_at:
    'The directive frame-ancestors in the Content-Security-Policy of the home page, else X-Frame-Options.',
  why: 'A site that shows yours in an invisible frame can make visitors click on what they do not see: a purchase, a consent, a deletion.',
  mend: "Send with every page: Content-Security-Policy: frame-ancestors 'none' (or 'self', or the sites that may), and for old browsers X-Frame-Options: DENY.",
  link: {
    title: 'W3C: Content Security Policy Level 3, frame-ancestors',
    url: 'https://www.w3.org/TR/CSP3/#directive-frame-ancestors',
  },
  run,
};
