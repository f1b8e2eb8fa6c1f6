import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { mailServersOf } from '../../sights/mail-servers.js';
import { spfOf, type SpfSight } from '../../sights/mail-spf.js';

const MOST_LOOKUPS = 10;
const MOST_VOIDS = 2;

type Judged = Outcome | null;

/** What a receiver takes for a broken record (permerror), so that it protects nobody. */
function broken(sight: SpfSight, evidence: string[]): Judged {
  const { problems, lookups, isMore } = sight;
  const [problem] = problems;
  if (problem !== undefined) return fail(`The SPF record is broken: ${problem}`, [...evidence, ...problems]);
  if (lookups <= MOST_LOOKUPS) return null;
  const count = isMore ? `more than ${lookups}` : lookups;
  return fail(`The SPF record needs ${count} look-ups; receivers give up after ${MOST_LOOKUPS}.`, evidence);
}

/** What it says of everybody who is not named. */
function open(sight: SpfSight, evidence: string[]): Judged {
  if (sight.all === '+') return fail('The SPF record lets everybody send: it ends in +all.', evidence);
  if (sight.all === '?') return fail('The SPF record says nothing of others: it ends in ?all.', evidence);
  // Through a redirect that could not be looked up, it may say it still.
  if (sight.all === null && sight.unseen === null) {
    return fail('The SPF record does not say what to do with others: it has no "all" at its end.', evidence);
  }
  return null;
}

/** What works, but not well. */
function weak(sight: SpfSight, takesNoMail: boolean, evidence: string[]): Judged {
  if (sight.usesPtr) return warn('The SPF record uses "ptr", which is slow and which many ignore.', evidence);
  if (sight.voids > MOST_VOIDS) {
    return warn(
      `${sight.voids} look-ups of the SPF record find nothing; receivers may give up after two.`,
      evidence,
    );
  }
  if (takesNoMail && (sight.all !== '-' || sight.namesSenders)) {
    return warn('The domain takes no mail, so it should send none: "v=spf1 -all".', evidence);
  }
  return null;
}

async function run(look: Look): Promise<Outcome> {
  const { domain } = look;
  const sight = await spfOf(look);
  const evidence = sight.records.map((record) => `${domain} TXT "${record}"`);
  if (sight.records.length === 0)
    return fail(`${domain} has no SPF record: anybody can send mail in its name.`);
  if (sight.records.length > 1) {
    return fail(
      `${domain} has ${sight.records.length} SPF records; receivers then use none of them.`,
      evidence,
    );
  }
  evidence.push(
    ...sight.trail,
    `Look-ups: ${sight.lookups} of ${MOST_LOOKUPS}; ${sight.voids} found nothing`,
  );
  const failed = broken(sight, evidence) ?? open(sight, evidence);
  if (failed !== null) return failed;
  if (sight.unseen !== null) throw sight.unseen;
  const takesNoMail = (await mailServersOf(look)).kind === 'null';
  const end = `ends in ${sight.all}all and needs ${sight.lookups} of ${MOST_LOOKUPS} look-ups`;
  return weak(sight, takesNoMail, evidence) ?? pass(`The SPF record ${end}.`, evidence);
}

export const spf: Check = {
  id: 'mail.spf',
  group: 'mail',
  title: 'SPF names who may send mail',
  severity: 'high',
  looks_at:
    'The one TXT record that begins with "v=spf1", whatever it includes, what it ends in, and how many look-ups it costs.',
  why: 'Without SPF anybody can send mail that seems to come from you. A record that is broken, or that needs more than ten look-ups, counts as none.',
  mend: 'Keep exactly one record. Name your senders and end it with -all (or ~all while you try it out), such as: v=spf1 include:_spf.provider.example -all. A domain that sends no mail needs: v=spf1 -all. Remove includes that you no longer use to save look-ups.',
  link: { title: 'RFC 7208: Sender Policy Framework (SPF)', url: 'https://www.rfc-editor.org/rfc/rfc7208' },
  run,
};
