import { checkServerIdentity } from 'node:tls';
import { fail, pass, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { tlsOf } from '../../sights/tls.js';

const MAX_NAMES = 15;

/** `DNS:example.org, DNS:www.example.org` as Node gives it. */
const namesOf = (subjectaltname: string | undefined): string[] =>
  (subjectaltname ?? '')
    .split(', ')
    .map((entry) => entry.replace(/^DNS:/, ''))
    .filter((entry) => entry !== '');

async function run(look: Look): Promise<Outcome> {
  const { certificate } = await tlsOf(look);
  const names = namesOf(certificate.subjectaltname);
  const evidence = names.slice(0, MAX_NAMES);
  if (names.length > MAX_NAMES) evidence.push(`and ${names.length - MAX_NAMES} more`);
  // Node would still take the common name, which browsers have long stopped to look at (RFC 9525, section 2).
  if (names.length === 0) {
    return fail(`The certificate of ${look.domain} names no host: it has no subject alternative names.`);
  }
  if (checkServerIdentity(look.domain, certificate) !== undefined) {
    return fail(`The certificate that ${look.domain} shows is for other names.`, evidence);
  }
  return pass(`The certificate is valid for ${look.domain}.`, evidence);
}

export const name: Check = {
  id: 'tls.name',
  group: 'tls',
  title: 'The certificate fits the name',
  severity: 'high',
  looks_at: 'The names in the certificate that the server shows for the domain on port 443.',
  why: 'A certificate for another name proves nothing about yours: browsers stop visitors with a warning, because that is how somebody in between would look.',
  mend: 'Get a certificate that lists the domain itself among its names, not just www or a wildcard below it, and let the server choose it by the name that is asked for (SNI).',
  link: {
    title: 'RFC 9525: Service Identity in TLS',
    url: 'https://www.rfc-editor.org/rfc/rfc9525',
  },
  run,
};
