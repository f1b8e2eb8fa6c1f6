import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { dmarcOf, type DmarcSight } from '../../sights/mail-dmarc.js';

const POLICIES = ['none', 'quarantine', 'reject'];

const clean = (value: string | undefined): string | undefined => value?.toLowerCase();

/** The share of mail that the policy is for; whatever is no such number counts as all (RFC 7489, 6.3). */
function percentOf({ tags }: DmarcSight): number {
  const value = tags.get('pct') ?? '100';
  return /^\d{1,3}$/.test(value) && Number(value) <= 100 ? Number(value) : 100;
}

function judgePolicy(look: Look, sight: DmarcSight, evidence: string[]): Outcome {
  const own = clean(sight.tags.get('p'));
  const below = clean(sight.tags.get('sp')) ?? own;
  const policy = sight.isInherited ? below : own;
  const whose = sight.isInherited
    ? `The DMARC policy of ${sight.owner}, which holds here,`
    : 'The DMARC policy';
  if (own === undefined || policy === undefined || !POLICIES.includes(own) || !POLICIES.includes(policy)) {
    return fail('The DMARC record has no policy that receivers understand.', evidence);
  }
  if (policy === 'none') return warn(`${whose} is "none": forged mail is reported, but delivered.`, evidence);
  const percent = percentOf(sight);
  if (percent < 100) return warn(`${whose} is "${policy}", but for ${percent} % of the mail only.`, evidence);
  if (!sight.isInherited && look.domain === look.organisation && below === 'none') {
    return warn(`${whose} is "${policy}", but "none" for the names below ${look.domain}.`, evidence);
  }
  return pass(`${whose} is "${policy}".`, evidence);
}

async function run(look: Look): Promise<Outcome> {
  const sight = await dmarcOf(look);
  const evidence = sight.records.map((record) => `_dmarc.${sight.owner} TXT "${record}"`);
  if (sight.records.length === 0) {
    return fail(`${look.domain} has no DMARC record: receivers are not told what to do with forged mail.`);
  }
  if (sight.records.length > 1) {
    return fail(
      `There are ${sight.records.length} DMARC records; receivers then use none of them.`,
      evidence,
    );
  }
  return judgePolicy(look, sight, evidence);
}

export const dmarc: Check = {
  id: 'mail.dmarc',
  group: 'mail',
  title: 'DMARC turns forged mail away',
  severity: 'high',
  looks_at:
    'The TXT record at _dmarc, or that of the organisation: its policy (p, for names below it sp) and the share of mail that it is for (pct).',
  why: 'SPF alone does not protect the sender that people see. Only with DMARC set to quarantine or reject do receivers keep mail forged in your name from your customers.',
  mend: 'Begin with a record at _dmarc such as: v=DMARC1; p=none; rua=mailto:dmarc@your-domain. Read the reports for some weeks, repair the senders that they show, then go to p=quarantine and to p=reject. Leave out pct, and sp=none.',
  link: {
    title: 'RFC 7489: Domain-based Message Authentication, Reporting, and Conformance (DMARC)',
    url: 'https://www.rfc-editor.org/rfc/rfc7489',
  },
  run,
};
