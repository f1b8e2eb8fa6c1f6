import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { homeOf, linesOf, seenAt, valuesOf } from '../../sights/web.js';

const DAY = 24 * 3600;
/** Half a year: long enough that who comes now and then never comes in the clear. */
const ENOUGH_DAYS = 180;

/**
 * Seconds that the policy is to be kept; null when it has no valid max-age, or one directive twice
 * (RFC 6797, section 6.1).
 */
export function maxAgeOf(policy: string): number | null {
  const directives = policy.split(';').map((one) => one.trim().toLowerCase());
  const names = directives.map((one) => (one.split('=')[0] ?? '').trim()).filter((one) => one !== '');
  if (new Set(names).size < names.length) return null;
  const maxAge = directives.find((one) => /^max-age\s*=/.test(one));
  const [, digits] = /^max-age\s*=\s*"?(\d{1,15})"?$/.exec(maxAge ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}

async function run(look: Look): Promise<Outcome> {
  // The domain's own answer counts, also when it is a redirect: the policy holds for the host that sends it.
  const home = await homeOf(look);
  const first = home.hops[0] ?? home;
  const [policy] = valuesOf(first, 'strict-transport-security');
  if (policy === undefined) {
    return fail(`${look.domain} does not tell browsers to keep to HTTPS.`, [seenAt(first)]);
  }
  const evidence = linesOf(first, 'strict-transport-security');
  const maxAge = maxAgeOf(policy);
  if (maxAge === null) return fail('The HSTS policy is not valid, so browsers ignore it.', evidence);
  if (maxAge === 0) return fail('The HSTS policy has a max-age of 0, which switches it off.', evidence);
  const days = Math.floor(maxAge / DAY);
  if (maxAge < ENOUGH_DAYS * DAY) {
    return warn(
      `Browsers keep to HTTPS for ${days} days only; ${ENOUGH_DAYS} or more are advised.`,
      evidence,
    );
  }
  return pass(`Browsers keep to HTTPS for ${days} days after each visit.`, evidence);
}

export const hsts: Check = {
  id: 'web.hsts',
  group: 'web',
  title: 'Browsers are told to keep to HTTPS (HSTS)',
  severity: 'medium',
  looks_at:
    'The header Strict-Transport-Security in the first answer over HTTPS, and its max-age (180 days or more).',
  why: 'A redirect comes too late for somebody whose first request is caught in the clear. With HSTS, a browser that has been here once never sends one.',
  mend: 'Send with every answer over HTTPS: Strict-Transport-Security: max-age=31536000; includeSubDomains. Begin with a short time if you are not sure that every host below the domain has HTTPS.',
  link: {
    title: 'RFC 6797: HTTP Strict Transport Security',
    url: 'https://www.rfc-editor.org/rfc/rfc6797',
  },
  run,
};
