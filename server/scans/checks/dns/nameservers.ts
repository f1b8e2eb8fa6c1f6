import ipaddr from 'ipaddr.js';
import { Unseen } from '../../../core/wire.js';
import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { addressesOfHost, type Addresses } from '../../sights/dns-addresses.js';
import { zoneOf } from '../../sights/dns-zone.js';
import { tried } from '../../sights/tried.js';

const LEAST = 2;
/** More are not looked up: two that work are enough. */
const MOST = 6;

/** Addresses of one network mostly fail together: /24 of IPv4, /48 of IPv6. */
function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4'
    ? `${ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/24`).toString()}/24`
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/48`).toString()}/48`;
}

function describe(server: string, seen: Addresses | Unseen): string {
  if (seen instanceof Unseen) return `${server}: ${seen.message}`;
  const addresses = [...seen.a, ...seen.aaaa];
  return `${server}: ${addresses.length === 0 ? 'has no address' : addresses.join(', ')}`;
}

async function run(look: Look): Promise<Outcome> {
  const { name, servers } = await zoneOf(look);
  const distinct = [...new Set(servers)];
  const evidence = distinct.map((server) => `${name} NS ${server}`);
  if (distinct.length === 0) return fail(`No name servers of ${name} were found.`);
  if (distinct.length < LEAST) return fail(`${name} has only one name server.`, evidence);

  const looked = distinct.slice(0, MOST);
  const seen = await Promise.all(looked.map((server) => tried(addressesOfHost(look, server))));
  evidence.push(...looked.map((server, index) => describe(server, seen[index] as Addresses | Unseen)));
  const found = seen.flatMap((one) => (one instanceof Unseen ? [] : [[...one.a, ...one.aaaa]]));
  const without = found.filter((addresses) => addresses.length === 0).length;
  if (looked.length - without < LEAST) {
    return warn(`${name} names ${distinct.length} name servers, but most of them have no address.`, evidence);
  }
  const networks = new Set(found.flat().map(networkOf));
  const [only] = networks;
  if (networks.size === 1 && found.length === looked.length) {
    evidence.push(
      `All are in the network ${only}: one in another network would outlast a failure of this one.`,
    );
  }
  return pass(`${name} has ${distinct.length} name servers.`, evidence);
}

export const nameservers: Check = {
  id: 'dns.nameservers',
  group: 'dns',
  title: 'At least two name servers',
  severity: 'medium',
  looks_at: 'The NS records of the zone that the domain is in, and the addresses of the name servers.',
  why: 'When the only name server is down, the whole domain is gone: the site, the mail, everything. A second one, best in another network, keeps it alive.',
  mend: 'Add a second name server at your DNS provider and at your registrar, best in another network. Most providers run several: make sure that all of them are entered.',
  link: {
    title: 'RFC 2182: Selection and operation of secondary DNS servers',
    url: 'https://www.rfc-editor.org/rfc/rfc2182',
  },
  run,
};
