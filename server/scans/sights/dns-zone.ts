/** Where in the tree of names something stands: at the domain, or at one above it. */
import type { CaaRecord } from '../../core/wire.js';
import type { Look } from '../look.js';

/** A name and those above it, the top level domain last. */
export function withParents(name: string): string[] {
  const labels = name.split('.');
  return labels.map((_label, index) => labels.slice(index).join('.'));
}

/** From the domain up to the one that its organisation registered. */
const ownNames = ({ domain, organisation }: Look): string[] =>
  withParents(domain).filter((name) => name === organisation || name.endsWith(`.${organisation}`));

export interface Zone {
  /** Where the records are. */
  name: string;
  servers: string[];
}

async function readZone(look: Look): Promise<Zone> {
  const { dns } = look.wire;
  for (const name of ownNames(look)) {
    // Asked about an alias, name servers tell of what it leads to, which is somebody else's zone.
    const isAlias = name !== look.organisation && (await dns.cname(name)).length > 0;
    const servers = isAlias ? [] : await dns.ns(name);
    if (servers.length > 0) return { name, servers };
  }
  return { name: look.organisation, servers: [] };
}

/** The name servers of the zone that the domain is in. @throws Unseen */
export const zoneOf = (look: Look): Promise<Zone> => look.once('zone', () => readZone(look));

export interface CaaSet {
  /** Where the records are; null when there are none. */
  name: string | null;
  records: CaaRecord[];
}

/** The CAA records that hold for the domain: its own, else those of the nearest name above it (RFC 8659, 3). */
export function caaOf(look: Look): Promise<CaaSet> {
  return look.once('caa', async () => {
    for (const name of withParents(look.domain)) {
      const records = await look.wire.dns.caa(name);
      if (records.length > 0) return { name, records };
    }
    return { name: null, records: [] };
  });
}
