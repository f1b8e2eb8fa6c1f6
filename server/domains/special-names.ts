/** Names that are set apart and never stand for an organisation in public (RFC 6761 and its followers). */

const SPECIAL = [
  // RFC 6761 and RFC 2606.
  'test',
  'example',
  'invalid',
  'localhost',
  // RFC 6762: multicast DNS; RFC 7686: Tor; RFC 9476: names outside the DNS.
  'local',
  'onion',
  'alt',
  // ICANN, 29 July 2024: private networks. The others are so common in them that ICANN will not delegate them.
  'internal',
  'corp',
  'home',
  'mail',
  'lan',
  // RFC 3172: the infrastructure of the internet; home.arpa (RFC 8375) is for homes.
  'arpa',
];

/** Whether a name (A-labels, lower case) is one of these or below one. */
export const isSpecialName = (domain: string): boolean =>
  SPECIAL.some((name) => domain === name || domain.endsWith(`.${name}`));
