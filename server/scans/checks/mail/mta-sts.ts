import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { hasAddress } from '../../sights/dns-addresses.js';
import { mailServersOf, noMailReason } from '../../sights/mail-servers.js';
import { isCovered, readPolicy, stsFileOf, stsHost, stsUrl, type StsPolicy } from '../../sights/mail-sts.js';
import { tagsOf, versionedTexts } from '../../sights/mail-texts.js';

const MODES = ['enforce', 'testing', 'none'];
/** A policy that is forgotten sooner protects hardly anybody; weeks are usual. */
const SHORT_SECONDS = 86_400;

/** What makes senders ignore the policy; null when nothing does. */
function policyProblem({ version, mode, mx, maxAge }: StsPolicy): string | null {
  if (version !== 'STSv1') return 'its version is not STSv1';
  if (!MODES.includes(mode)) return 'its mode is none of enforce, testing and none';
  if (maxAge === null) return 'it does not say how long it holds (max_age)';
  return mx.length === 0 && mode !== 'none' ? 'it names no mail servers (mx)' : null;
}

async function judgePolicy(look: Look, policy: StsPolicy, evidence: string[]): Promise<Outcome> {
  const problem = policyProblem(policy);
  if (problem !== null) return fail(`Senders ignore the MTA-STS policy: ${problem}.`, evidence);
  if (policy.mode === 'none') return fail('The MTA-STS policy is switched off: its mode is none.', evidence);
  const { hosts } = await mailServersOf(look);
  const stray = hosts.filter((host) => !isCovered(host, policy.mx));
  if (stray.length > 0) {
    return fail(`The MTA-STS policy does not name the mail server ${stray[0]}.`, evidence);
  }
  if (policy.mode === 'testing') {
    return warn('The MTA-STS policy is being tried out: its mode is testing.', evidence);
  }
  if ((policy.maxAge ?? 0) < SHORT_SECONDS) {
    return warn(`The MTA-STS policy holds for ${policy.maxAge} seconds only.`, evidence);
  }
  return pass('MTA-STS is enforced, and its policy names every mail server.', evidence);
}

async function judgeFile(look: Look, evidence: string[]): Promise<Outcome> {
  const url = stsUrl(look);
  if (!(await hasAddress(look, stsHost(look)))) {
    return fail(`MTA-STS is announced, but ${stsHost(look)} has no address.`, evidence);
  }
  const { status, body, trustError } = await stsFileOf(look);
  if (trustError !== null) {
    evidence.push(`${stsHost(look)}: ${trustError}`);
    return fail(`Senders ignore the MTA-STS policy: ${stsHost(look)} has no trusted certificate.`, evidence);
  }
  evidence.push(`${url}: ${status}`);
  if (status !== 200)
    return fail(`MTA-STS is announced, but its policy is answered with ${status}.`, evidence);
  evidence.push(...body.split(/\r?\n/).filter((line) => line.trim() !== ''));
  return judgePolicy(look, readPolicy(body), evidence);
}

async function run(look: Look): Promise<Outcome> {
  const nothing = await noMailReason(look);
  if (nothing !== null) return pass(nothing);
  const name = `_mta-sts.${look.domain}`;
  const records = await versionedTexts(look, name, 'STSv1');
  const evidence = records.map((record) => `${name} TXT "${record}"`);
  if (records.length === 0)
    return fail(`${look.domain} has no MTA-STS: mail to it may be carried in the clear.`);
  if (records.length > 1) return fail('There are several MTA-STS records; senders then use none.', evidence);
  if (!/^[a-z0-9]{1,32}$/i.test(tagsOf(records[0] ?? '').get('id') ?? '')) {
    return fail('The MTA-STS record has no usable id, so senders ignore it.', evidence);
  }
  return judgeFile(look, evidence);
}

export const mtaSts: Check = {
  id: 'mail.mta_sts',
  group: 'mail',
  title: 'MTA-STS keeps mail encrypted on its way',
  severity: 'medium',
  looks_at:
    'The TXT record at _mta-sts and the policy at https://mta-sts.<domain>/.well-known/mta-sts.txt: its mode, and whether it names all mail servers.',
  why: 'Mail servers encrypt only when nobody interferes: who sits between them can make them go on in the clear. With MTA-STS, senders insist on TLS and on your servers.',
  mend: 'Publish the policy file with mode: testing, your mail servers (mx) and max_age: 604800, then the record v=STSv1; id=1. Set mode: enforce and a new id when the reports of TLS-RPT show no trouble.',
  link: {
    title: 'RFC 8461: SMTP MTA Strict Transport Security (MTA-STS)',
    url: 'https://www.rfc-editor.org/rfc/rfc8461',
  },
  run,
};
