import { Unseen, type Fetched } from '../../../core/wire.js';
import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { seenAt, valuesOf } from '../../sights/web.js';

/** The whole of a file in earnest. */
const MAX_BYTES = 32_768;

interface Fields {
  contacts: string[];
  expires: string[];
}

/** `Name: value` on lines of their own; comments, signatures and unknown fields are passed over. */
function fieldsOf(body: string): Fields {
  const lines = body.split(/\r?\n/).map((line) => /^([A-Za-z-]+)\s*:\s*(.*)$/.exec(line.trim()));
  const valuesNamed = (name: string) =>
    lines.filter((line) => line?.[1]?.toLowerCase() === name).map((line) => (line?.[2] ?? '').trim());
  return { contacts: valuesNamed('contact'), expires: valuesNamed('expires') };
}

/** Many sites answer every address with a page. */
const isPage = (file: Fetched): boolean =>
  /html/i.test(valuesOf(file, 'content-type').join()) || /^\s*<(!doctype|html|head|\?xml)/i.test(file.body);

/** What the file's fields are worth (RFC 9116, sections 2.5.3 and 2.5.5). */
function judge(file: Fetched, { contacts, expires }: Fields): Outcome {
  const evidence = [
    ...contacts.map((contact) => `Contact: ${contact}`),
    ...expires.map((date) => `Expires: ${date}`),
    seenAt(file),
  ];
  if (contacts.every((contact) => contact === '')) return fail('security.txt names no contact.', evidence);
  const [date = ''] = expires;
  const until = /^\d{4}-\d\d-\d\d[Tt ]/.test(date) ? Date.parse(date) : NaN;
  if (expires.length === 0) return fail('security.txt does not say until when it holds (Expires).', evidence);
  if (expires.length > 1 || Number.isNaN(until)) {
    return fail('security.txt must have one Expires, with a date as in RFC 3339.', evidence);
  }
  if (until <= Date.now()) return fail(`security.txt ran out on ${date.slice(0, 10)}.`, evidence);
  if (!contacts.some((contact) => /^(mailto:|https:\/\/|tel:)\S/i.test(contact))) {
    return warn('The contact in security.txt is not an address such as mailto: or https://.', evidence);
  }
  const [type = ''] = valuesOf(file, 'content-type');
  if (!/^text\/plain\b/i.test(type)) {
    return warn(`security.txt is in order, but served as "${type}" instead of text/plain.`, evidence);
  }
  return pass(`security.txt names a contact and holds until ${date.slice(0, 10)}.`, evidence);
}

async function run(look: Look): Promise<Outcome> {
  const url = `https://${look.domain}/.well-known/security.txt`;
  const file = await look.wire.fetch(url, { maxBytes: MAX_BYTES });
  if (file.status >= 500 || file.status === 429) {
    throw new Unseen('protocol', `${file.url} answered with an error of its own (${file.status}).`);
  }
  if (file.status !== 200) return fail('There is no security.txt.', [seenAt(file)]);
  if (isPage(file)) {
    return fail('There is no security.txt: its address shows a page instead.', [seenAt(file)]);
  }
  if (!file.url.startsWith('https:')) {
    return fail('security.txt is served without encryption.', file.hops.map(seenAt));
  }
  return judge(file, fieldsOf(file.body));
}

export const securityTxt: Check = {
  id: 'web.security_txt',
  group: 'web',
  title: 'security.txt says whom to tell of a weakness',
  severity: 'low',
  looks_at: 'The file /.well-known/security.txt over HTTPS: whether it names a contact and has not run out.',
  why: 'People who find a weakness want to report it. If they find nobody to tell, they give up, or tell everybody.',
  mend: 'Put a text file at /.well-known/security.txt with at least two lines, Contact: mailto:security@your-domain and Expires: with a date within a year, and renew it in time.',
  link: {
    title: 'RFC 9116: A File Format to Aid in Security Vulnerability Disclosure',
    url: 'https://www.rfc-editor.org/rfc/rfc9116',
  },
  run,
};
