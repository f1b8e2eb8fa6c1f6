import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { policiesOf, scriptHoles } from '../../sights/csp.js';
import { homeOf, linesOf, seenAt } from '../../sights/web.js';

async function run(look: Look): Promise<Outcome> {
  const page = await homeOf(look);
  const policies = policiesOf(page);
  if (policies.length === 0) {
    const trial = linesOf(page, 'content-security-policy-report-only');
    if (trial.length === 0) return fail('There is no Content Security Policy.', [seenAt(page)]);
    return warn(
      'The Content Security Policy is on trial only: it reports, but does not stop anything.',
      trial,
    );
  }
  const evidence = linesOf(page, 'content-security-policy');
  // All policies must allow a script for it to run, so the strictest one decides.
  const [holes = []] = policies.map(scriptHoles).sort((one, other) => one.length - other.length);
  if (holes.length > 0) return warn(`The Content Security Policy has gaps: ${holes.join('; ')}.`, evidence);
  return pass('A Content Security Policy keeps foreign scripts out.', evidence);
}

export const csp: Check = {
  id: 'web.csp',
  group: 'web',
  title: 'A Content Security Policy keeps foreign scripts out',
  severity: 'medium',
  looks_at: 'The header Content-Security-Policy of the home page, above all where it lets scripts come from.',
  why: 'When somebody smuggles text into a page, the policy decides whether it can run as a script and take over the visitor’s session. It is the second lock behind careful code.',
  mend: "Begin with Content-Security-Policy-Report-Only: default-src 'self'; object-src 'none'; base-uri 'none', move scripts out of the pages into files (or give them nonces), and send it as Content-Security-Policy when the reports are quiet.",
  link: { title: 'W3C: Content Security Policy Level 3', url: 'https://www.w3.org/TR/CSP3/' },
  run,
};
