/** Which addresses a scan may reach: those of the public internet, and no other. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The only networks that IPv6 is routed in publicly (RFC 4291, section 2.4; IANA's register of special ranges). */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by their range, yet only the machines of one provider reach them: they tell secrets of the machine itself. */
const METADATA = new Set(['168.63.129.16']);

/** In hexadecimal, as ipaddr.js takes `::8.8.8.8` for an IPv4 address in disguise, while the system dials another. */
const canonical = (address: string): string =>
  isIP(address) === 6 ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;

/**
 * Whether an address belongs to the public internet. Private, loopback, link-local, shared (RFC 6598), documentation,
 * benchmark, multicast and reserved ranges do not (RFC 6890), nor do addresses of IPv6 that carry one of IPv4 by a
 * gateway (NAT64, 6to4, Teredo): what they lead to cannot be judged. IPv4 mapped into IPv6 is judged as IPv4.
 * @param address in any notation of node:net; everything else is refused
 */
export function isPublicAddress(address: string): boolean {
  // Not by ipaddr.js alone: it reads "1" and "0x7f.1" as addresses, which no resolver would have meant.
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.process(canonical(address));
  if (parsed.range() !== 'unicast' || METADATA.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_V6);
}
