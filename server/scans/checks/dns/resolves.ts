import { Unseen } from '../../../core/wire.js';
import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { addressesOfHost, type Addresses } from '../../sights/dns-addresses.js';
import { tried } from '../../sights/tried.js';

function evidenceOf(domain: string, { a, aaaa, unseen }: Addresses): string[] {
  return [
    ...a.map((address) => `${domain} A ${address}`),
    ...aaaa.map((address) => `${domain} AAAA ${address}`),
    ...(unseen === null ? [] : [`Not seen: ${unseen.message}`]),
  ];
}

async function run(look: Look): Promise<Outcome> {
  const { domain } = look;
  const addresses = await addressesOfHost(look, domain);
  const { a, aaaa, unseen } = addresses;
  if (a.length + aaaa.length === 0) return fail(`${domain} has no address: neither A nor AAAA records.`);
  const evidence = evidenceOf(domain, addresses);
  const reachable = await tried(look.wire.addresses(domain));
  if (reachable instanceof Unseen && reachable.reason === 'forbidden') {
    return fail(`${domain} leads only to addresses that are not on the public internet.`, evidence);
  }
  if (aaaa.length === 0) {
    const v6 = unseen === null ? ' It has none for IPv6, which is good to have.' : '';
    return pass(`${domain} has an address.${v6}`, evidence);
  }
  if (a.length === 0 && unseen === null) {
    return warn(`${domain} has an address for IPv6 only: who has IPv4 only cannot reach it.`, evidence);
  }
  return pass(`${domain} has addresses.`, evidence);
}

export const resolves: Check = {
  id: 'dns.resolves',
  group: 'dns',
  title: 'The domain has an address',
  severity: 'high',
  looks_at:
    'The A (IPv4) and AAAA (IPv6) records of the domain, and whether they lead to the public internet.',
  why: 'Without an address nobody reaches the domain. An address of a private network leads visitors nowhere, and tells strangers about your inside.',
  mend: 'At your DNS provider, add an A record with the public IPv4 address of your web server, and an AAAA record when it has IPv6. Remove addresses of private networks.',
  link: {
    title: 'RFC 1035: Domain names, implementation and specification',
    url: 'https://www.rfc-editor.org/rfc/rfc1035',
  },
  run,
};
