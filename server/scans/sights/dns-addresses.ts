/** The addresses of hosts, each looked up once in a scan. */
import { Unseen } from '../../core/wire.js';
import type { Look } from '../look.js';
import { tried } from './tried.js';

export interface Addresses {
  a: string[];
  aaaa: string[];
  /** Why one of the two could not be seen, while the other could. */
  unseen: Unseen | null;
}

async function read(look: Look, host: string): Promise<Addresses> {
  const { dns } = look.wire;
  const [a, aaaa] = await Promise.all([tried(dns.a(host)), tried(dns.aaaa(host))]);
  const seen = { a: a instanceof Unseen ? [] : a, aaaa: aaaa instanceof Unseen ? [] : aaaa };
  const unseen = [a, aaaa].find((answer) => answer instanceof Unseen) ?? null;
  // Without any address there is no telling whether there would have been one.
  if (unseen !== null && seen.a.length + seen.aaaa.length === 0) throw unseen;
  return { ...seen, unseen };
}

/**
 * What the DNS says of a host, private addresses included.
 * @throws Unseen when no address was seen and one of the two questions failed
 */
export const addressesOfHost = (look: Look, host: string): Promise<Addresses> =>
  look.once(`addresses of ${host}`, () => read(look, host));

/** Whether a host has an address at all. @throws Unseen as above */
export async function hasAddress(look: Look, host: string): Promise<boolean> {
  const { a, aaaa } = await addressesOfHost(look, host);
  return a.length + aaaa.length > 0;
}
