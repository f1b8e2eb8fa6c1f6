import { fail, pass, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { noMailReason } from '../../sights/mail-servers.js';
import {
  mailDomain,
  reportAddresses,
  tagsOf,
  versionedTexts,
  withoutScheme,
} from '../../sights/mail-texts.js';

const isUsable = (address: string): boolean =>
  mailDomain(address) !== null || /^https:\/\/\S+$/i.test(address);

async function run(look: Look): Promise<Outcome> {
  const nothing = await noMailReason(look);
  if (nothing !== null) return pass(nothing);
  const name = `_smtp._tls.${look.domain}`;
  const records = await versionedTexts(look, name, 'TLSRPTv1');
  const evidence = records.map((record) => `${name} TXT "${record}"`);
  if (records.length === 0) {
    return fail(`${look.domain} asks for no reports about encryption: it has no TLS-RPT record.`);
  }
  if (records.length > 1) return fail('There are several TLS-RPT records; senders then use none.', evidence);
  const addresses = reportAddresses(tagsOf(records[0] ?? '').get('rua')).filter(isUsable);
  if (addresses.length === 0) return fail('The TLS-RPT record has no usable address for reports.', evidence);
  return pass(
    `Reports about encryption go to ${addresses.slice(0, 3).map(withoutScheme).join(', ')}.`,
    evidence,
  );
}

export const tlsRpt: Check = {
  id: 'mail.tls_rpt',
  group: 'mail',
  title: 'TLS-RPT reports trouble with encryption',
  severity: 'low',
  looks_at: 'The TXT record at _smtp._tls, and the addresses for reports in it.',
  why: 'When senders cannot encrypt mail to you, by mistake or by attack, nobody notices. With TLS-RPT they tell you once a day.',
  mend: 'Add a TXT record at _smtp._tls such as: v=TLSRPTv1; rua=mailto:tls-reports@your-domain.',
  link: { title: 'RFC 8460: SMTP TLS Reporting', url: 'https://www.rfc-editor.org/rfc/rfc8460' },
  run,
};
