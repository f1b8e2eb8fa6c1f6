/** Networks that an address has to be in, each in one canonical spelling. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

interface Network {
  start: ipaddr.IPv4 | ipaddr.IPv6;
  /** Bits that the addresses of the network have in common. */
  length: number;
}

const bitsOf = (address: Network['start']): number => (address.kind() === 'ipv4' ? 32 : 128);

/** Reads `address` or `address/bits`; null for anything else. An address alone is a network of one. */
function parseNetwork(text: string): Network | null {
  const [address = '', bits, ...rest] = text.split('/');
  // Not by ipaddr.js alone: it takes "1" for an address; and a zone (%eth0) means nothing on another machine.
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) return null;
  const start = ipaddr.parse(address);
  if (bits !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bits)) return null;
  const length = bits === undefined ? bitsOf(start) : Number(bits);
  if (length > bitsOf(start)) return null;
  if (!(start instanceof ipaddr.IPv6) || !start.isIPv4MappedAddress()) return { start, length };
  // Part of IPv4 and something else is nothing that anybody means.
  return length < 96 ? null : { start: start.toIPv4Address(), length: length - 96 };
}

/**
 * The canonical form of an address or a network (CIDR): the bits beyond its length are zero, IPv4 mapped into IPv6
 * becomes IPv4, and a network of one address is the address. Null for anything else.
 */
export function canonicalNetwork(text: string): string | null {
  const network = parseNetwork(text);
  if (network === null) return null;
  const { start, length } = network;
  if (length === bitsOf(start)) return start.toString();
  const kind = start.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${start.toString()}/${length}`).toString()}/${length}`;
}

/** Whether the address is in one of the networks; an address that is not known is in none. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const client = ipaddr.process(address);
  return networks.some((text) => {
    const network = parseNetwork(text);
    return network?.start.kind() === client.kind() && client.match(network.start, network.length);
  });
}
