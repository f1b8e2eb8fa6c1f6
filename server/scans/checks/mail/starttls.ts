import { Unseen, type MailSight } from '../../../core/wire.js';
import { fail, pass, unknown, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { mailServersOf, noMailReason } from '../../sights/mail-servers.js';
import { tried } from '../../sights/tried.js';

/** The preferred ones; senders rarely come to the others. */
const MOST = 3;

function describe(host: string, sight: MailSight | Unseen): string {
  if (sight instanceof Unseen) return `${host}: ${sight.message}`;
  return `${host} (${sight.address}): ${sight.banner}; offers ${sight.extensions.join(', ') || 'nothing'}`;
}

const offers = (sight: MailSight): boolean => sight.extensions.includes('STARTTLS');

async function run(look: Look): Promise<Outcome> {
  const nothing = await noMailReason(look);
  if (nothing !== null) return pass(nothing);
  const hosts = (await mailServersOf(look)).hosts.slice(0, MOST);
  const sights = await Promise.all(hosts.map((host) => tried(look.wire.mail(host))));
  const evidence = sights.map((sight, index) => describe(hosts[index] ?? '', sight));
  const seen = sights.filter((sight) => !(sight instanceof Unseen));
  if (seen.length === 0) {
    return unknown('No mail server could be reached on port 25, which many networks close.', evidence);
  }
  const open = hosts.filter((_host, index) => {
    const sight = sights[index];
    return sight !== undefined && !(sight instanceof Unseen) && !offers(sight);
  });
  if (open.length > 0) {
    return fail(
      `${open.join(', ')} ${open.length === 1 ? 'takes' : 'take'} mail in the clear only.`,
      evidence,
    );
  }
  const rest = hosts.length - seen.length;
  const others = rest === 0 ? '' : ` ${rest} more could not be reached.`;
  return pass(
    `STARTTLS is offered by ${seen.length === 1 ? 'the mail server' : 'the mail servers'}.${others}`,
    evidence,
  );
}

export const starttls: Check = {
  id: 'mail.starttls',
  group: 'mail',
  title: 'Mail servers offer encryption',
  severity: 'medium',
  looks_at: 'What the first three mail servers offer on port 25 after the greeting. No mail is begun.',
  why: 'Without STARTTLS, mail to you crosses the internet in the clear, for everybody on the way to read and to change.',
  mend: 'Switch TLS on in the mail server and give it a certificate for its name. With a provider, ask for it, or change to one that has it.',
  link: {
    title: 'RFC 3207: SMTP Service Extension for Secure SMTP over TLS',
    url: 'https://www.rfc-editor.org/rfc/rfc3207',
  },
  run,
};
