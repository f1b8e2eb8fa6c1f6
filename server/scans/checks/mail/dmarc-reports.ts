import { Unseen } from '../../../core/wire.js';
import { organisationOf } from '../../../domains/domain-name.js';
import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { dmarcOf } from '../../sights/mail-dmarc.js';
import { mailDomain, reportAddresses, versionedTexts, withoutScheme } from '../../sights/mail-texts.js';
import { tried } from '../../sights/tried.js';

/** Receivers need not send to more than two (RFC 7489, 6.2). */
const MOST = 5;

/** Whether a domain that is not ours agreed to get our reports (RFC 7489, 7.1). @throws Unseen */
async function agreed(look: Look, owner: string, host: string): Promise<boolean> {
  if (organisationOf(host) === organisationOf(owner)) return true;
  return (await versionedTexts(look, `${owner}._report._dmarc.${host}`, 'DMARC1')).length > 0;
}

async function run(look: Look): Promise<Outcome> {
  const { owner, records, tags } = await dmarcOf(look);
  if (records.length !== 1)
    return fail('There is no DMARC record that receivers use, so there are no reports.');
  const evidence = [`_dmarc.${owner} TXT "${records[0]}"`];
  const addresses = reportAddresses(tags.get('rua')).slice(0, MOST);
  if (addresses.length === 0) return fail('The DMARC record asks for no reports: it has no "rua".', evidence);
  const usable = addresses.filter((address) => mailDomain(address) !== null);
  if (usable.length === 0) return fail('The DMARC record names no mail address for reports.', evidence);
  const hosts = [...new Set(usable.map((address) => mailDomain(address) ?? ''))];

  const answers = await Promise.all(hosts.map((host) => tried(agreed(look, owner, host))));
  const refusing = hosts.filter((_host, index) => answers[index] === false);
  evidence.push(...refusing.map((host) => `${owner}._report._dmarc.${host}: no such record`));
  if (refusing.length > 0) {
    return warn(
      `${refusing[0]} does not say that it takes reports about ${owner}, so it gets none.`,
      evidence,
    );
  }
  const unseen = answers.find((answer) => answer instanceof Unseen);
  if (unseen !== undefined) throw unseen;
  return pass(
    `Reports about mail in the name of ${owner} go to ${usable.map(withoutScheme).join(', ')}.`,
    evidence,
  );
}

export const dmarcReports: Check = {
  id: 'mail.dmarc_reports',
  group: 'mail',
  title: 'DMARC reports are asked for',
  severity: 'low',
  looks_at:
    'The mail addresses in "rua" of the DMARC record, and for those of another organisation, whether it agreed to get the reports.',
  why: 'Reports show who sends mail in your name: forgers, and also a service of yours that was forgotten in SPF. Without them a strict policy is a leap in the dark.',
  mend: 'Add rua=mailto:dmarc@your-domain to the DMARC record. When a service reads the reports for you, it has to publish a record of consent: ask it for that.',
  link: {
    title: 'RFC 7489, section 7: DMARC feedback',
    url: 'https://www.rfc-editor.org/rfc/rfc7489#section-7',
  },
  run,
};
