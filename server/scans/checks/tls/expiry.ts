import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { lifeOf, tlsOf } from '../../sights/tls.js';

/** Authorities renew 30 days before the end; who is below this has a renewal that does not work. */
const WARN_DAYS = 14;

const dateOf = (date: Date): string => date.toISOString().slice(0, 10);

function inDays(days: number): string {
  if (days < 1) return 'less than a day';
  return Math.floor(days) === 1 ? '1 day' : `${Math.floor(days)} days`;
}

async function run(look: Look): Promise<Outcome> {
  const { from, until, daysLeft } = lifeOf((await tlsOf(look)).certificate);
  const evidence = [`Valid from ${from.toISOString()}`, `Valid until ${until.toISOString()}`];
  if (daysLeft < 0) return fail(`The certificate ran out on ${dateOf(until)}.`, evidence);
  if (from.getTime() > Date.now()) {
    return fail(`The certificate is not valid before ${dateOf(from)}.`, evidence);
  }
  const end = `The certificate ends on ${dateOf(until)}`;
  if (daysLeft < WARN_DAYS) return warn(`${end}, which is soon (${inDays(daysLeft)} left).`, evidence);
  return pass(`${end} (${inDays(daysLeft)} left).`, evidence);
}

export const expiry: Check = {
  id: 'tls.expiry',
  group: 'tls',
  title: 'The certificate is valid for some time yet',
  severity: 'high',
  looks_at: 'From when and until when the certificate on port 443 is valid. Less than 14 days is a warning.',
  why: 'On the day a certificate runs out, browsers turn visitors away. It is the most common cause of an outage that could have been foreseen.',
  mend: 'Renew the certificate and let the server load it. Then let renewal happen by itself (ACME), with a message to somebody when it fails.',
  link: {
    title: 'RFC 5280, section 4.1.2.5: Validity',
    url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5',
  },
  run,
};
