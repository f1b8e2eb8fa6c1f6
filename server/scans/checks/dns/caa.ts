import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { CaaRecord } from '../../../core/wire.js';
import type { Look } from '../../look.js';
import { caaOf } from '../../sights/dns-zone.js';

/** Properties that certificate authorities know (RFC 8659, RFC 9495 and the registry of IANA). */
const KNOWN = ['issue', 'issuewild', 'issuemail', 'issuevmc', 'iodef', 'contactemail', 'contactphone'];

/** The authority of a value such as `ca.example; account=7`; '' when nobody may issue. */
const authorityOf = ({ value }: CaaRecord): string => (value.split(';')[0] ?? '').trim();

function allowedBy(records: CaaRecord[]): string {
  const authorities = new Set(records.map(authorityOf).filter((name) => name !== ''));
  return authorities.size === 0
    ? 'No authority may issue certificates.'
    : `Certificates may be issued by ${[...authorities].slice(0, 5).join(', ')} only.`;
}

async function run(look: Look): Promise<Outcome> {
  const { name, records } = await caaOf(look);
  if (name === null) {
    return fail(
      `Any certificate authority may issue certificates for ${look.domain}: there are no CAA records.`,
    );
  }
  const evidence = records.map(
    ({ critical, tag, value }) => `${name} CAA ${critical ? 128 : 0} ${tag} "${value}"`,
  );
  const strange = records.find(({ critical, tag }) => critical && !KNOWN.includes(tag));
  if (strange !== undefined) {
    return warn(
      `No authority may issue: the critical property "${strange.tag}" is not a known one.`,
      evidence,
    );
  }
  const issuers = records.filter(({ tag }) => tag === 'issue');
  if (issuers.length === 0) {
    return warn(`The CAA records of ${name} do not say which authorities may issue certificates.`, evidence);
  }
  return pass(allowedBy(issuers), evidence);
}

export const caa: Check = {
  id: 'dns.caa',
  group: 'dns',
  title: 'CAA names who may issue certificates',
  severity: 'low',
  looks_at: 'The CAA records of the domain, or of the nearest name above it that has some.',
  why: 'Without CAA, every certificate authority of the world may issue a certificate for your domain. With it, a mistake or a break-in at one that you do not use does you no harm.',
  mend: 'Add a CAA record for each authority that you use, such as: 0 issue "letsencrypt.org". Should you use none, add: 0 issue ";".',
  link: {
    title: 'RFC 8659: DNS Certification Authority Authorization (CAA)',
    url: 'https://www.rfc-editor.org/rfc/rfc8659',
  },
  run,
};
