/** The TLS server of a domain: one handshake for all checks, and one for each version. */
import type { DetailedPeerCertificate } from 'node:tls';
import { Unseen, type TlsQuestion, type TlsSight } from '../../core/wire.js';
import type { Look } from '../look.js';
import { tried } from './tried.js';

/** What the domain shows on port 443. @throws Unseen */
export const tlsOf = (look: Look): Promise<TlsSight> => look.once('tls', () => look.wire.tls(look.domain));

type Version = NonNullable<TlsQuestion['only']>;

export const VERSIONS: readonly Version[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

export type Offered = Record<Version, boolean | Unseen>;

async function isOffered(look: Look, only: Version): Promise<boolean | Unseen> {
  const sight = await tried(look.wire.tls(look.domain, { only }));
  if (!(sight instanceof Unseen)) return true;
  // Somebody is there and does not agree: that is what "not offered" looks like.
  return sight.reason === 'protocol' ? false : sight;
}

/**
 * Which versions are offered; an Unseen where that could not be found out.
 * @throws Unseen when none of them came to a connection, as then nothing tells a refusal from a fault
 */
export async function versionsOf(look: Look): Promise<Offered> {
  const found = await Promise.all(VERSIONS.map((version) => isOffered(look, version)));
  if (!found.includes(true)) {
    const unseen = found.find((one) => one instanceof Unseen);
    throw unseen ?? new Unseen('protocol', `${look.domain} (port 443) agreed on no version of TLS.`);
  }
  return Object.fromEntries(VERSIONS.map((version, index) => [version, found[index]])) as Offered;
}

const DAY = 24 * 3600 * 1000;

/** From and until, and the days that are left (below 0: it is over). */
export function lifeOf({ valid_from, valid_to }: DetailedPeerCertificate): {
  from: Date;
  until: Date;
  daysLeft: number;
} {
  const until = new Date(valid_to);
  return { from: new Date(valid_from), until, daysLeft: (until.getTime() - Date.now()) / DAY };
}
