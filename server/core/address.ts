/** Client addresses in one canonical spelling, so that counting and comparing cannot be dodged by another. */
import ipaddr from 'ipaddr.js';

/** The canonical form of an IP address; IPv4 mapped into IPv6 becomes IPv4. `unknown` for anything else. */
export function canonicalAddress(address: string | undefined): string {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  return ipaddr.process(address).toString();
}

/**
 * What one party is counted by: an IPv4 address, or the /64 of an IPv6 one, as a subscriber is handed
 * at least a /64 and could otherwise guess from 2^64 addresses.
 */
export function addressGroup(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/** Whether the address belongs to this machine itself (127.0.0.0/8, ::1 and its mapped form). */
export function isLoopback(address: string | undefined): boolean {
  if (!address || !ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'loopback';
}
