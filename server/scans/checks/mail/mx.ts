import { isIP } from 'node:net';
import { Unseen } from '../../../core/wire.js';
import { fail, pass, unknown, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { hasAddress } from '../../sights/dns-addresses.js';
import { mailServersOf, type MailServers } from '../../sights/mail-servers.js';
import { tried } from '../../sights/tried.js';

/** More are not looked up: senders try a handful at most. */
const MOST = 10;

type State = 'found' | 'missing' | 'alias' | 'address' | Unseen;

const WORDS: Record<Exclude<State, Unseen>, string> = {
  found: 'has an address',
  missing: 'has no address',
  alias: 'is an alias (CNAME), which RFC 2181 forbids',
  address: 'is an IP address; it must be a name',
};

async function stateOf(look: Look, host: string): Promise<State> {
  if (isIP(host) !== 0) return 'address';
  if (!(await hasAddress(look, host))) return 'missing';
  return (await look.wire.dns.cname(host)).length > 0 ? 'alias' : 'found';
}

async function withoutRecords(look: Look): Promise<Outcome> {
  const { domain } = look;
  return (await hasAddress(look, domain))
    ? warn(`${domain} has no MX records, so senders try to deliver mail to its web address.`)
    : warn(`${domain} has no MX records, and does not say that it takes no mail.`);
}

async function judge(look: Look, { records, hosts }: MailServers): Promise<Outcome> {
  const { domain } = look;
  const looked = hosts.slice(0, MOST);
  const states = await Promise.all(looked.map((host) => tried(stateOf(look, host))));
  const evidence = [
    ...records.map(({ priority, exchange }) => `${domain} MX ${priority} ${exchange}.`),
    ...states.map((state, index) => {
      const host = looked[index] ?? '';
      return state instanceof Unseen ? `${host}: ${state.message}` : `${host} ${WORDS[state]}`;
    }),
  ];
  const count = (wanted: State): number => states.filter((state) => state === wanted).length;
  const usable = count('found') + count('alias');
  const unseen = states.find((state) => state instanceof Unseen);
  if (records.some(({ exchange }) => exchange === '')) {
    return fail(`${domain} says that it takes no mail, and names mail servers as well.`, evidence);
  }
  if (usable === 0) {
    if (unseen !== undefined) return unknown(unseen.message, evidence);
    return fail(`None of the mail servers of ${domain} can be found.`, evidence);
  }
  const wrong = count('missing') + count('address');
  if (wrong > 0) return warn(`${wrong} of the ${looked.length} mail servers cannot be found.`, evidence);
  if (count('alias') > 0)
    return warn('A mail server is named by an alias, which some senders refuse.', evidence);
  const servers = looked.length === 1 ? '1 mail server' : `${looked.length} mail servers`;
  return pass(`${domain} names ${servers}.`, evidence);
}

async function run(look: Look): Promise<Outcome> {
  const servers = await mailServersOf(look);
  if (servers.kind === 'none') return withoutRecords(look);
  if (servers.kind === 'null') {
    return pass(`${look.domain} takes no mail, and says so with a null MX.`, [`${look.domain} MX 0 .`]);
  }
  return judge(look, servers);
}

export const mx: Check = {
  id: 'mail.mx',
  group: 'mail',
  title: 'Mail servers are named and can be found',
  severity: 'medium',
  looks_at:
    'The MX records of the domain, and whether the hosts that they name have addresses. A null MX says that the domain takes no mail.',
  why: 'Mail to a domain whose servers cannot be found comes back days later, or goes to a machine that was never meant to take it.',
  mend: 'Add an MX record for each mail server, by its name and never by an address or alias. For a domain that takes no mail, add a null MX: priority 0, host "." (one dot).',
  link: {
    title: 'RFC 5321: Simple Mail Transfer Protocol, section 5',
    url: 'https://www.rfc-editor.org/rfc/rfc5321#section-5',
  },
  run,
};
