/** The home page of a domain: fetched once over https and once over http for all checks. */
import { Unseen, type Fetched, type Hop } from '../../core/wire.js';
import type { Look } from '../look.js';

/** A server's own fault says nothing of how it answers when it is well. @throws Unseen */
function assertAnswered({ url, status }: Hop): void {
  if (status >= 500) throw new Unseen('protocol', `${url} answered with an error of its own (${status}).`);
}

async function readHome(look: Look): Promise<Fetched> {
  const page = await look.wire.fetch(`https://${look.domain}/`);
  assertAnswered(page);
  if (page.headers.location !== undefined && page.status >= 300 && page.status < 400) {
    throw new Unseen(
      'protocol',
      `https://${look.domain}/ leads from one address to the next without an end.`,
    );
  }
  return page;
}

/**
 * The page that a visitor of https://domain/ ends up at, and the answers on the way.
 * @throws Unseen also for an error of the server (5xx) and for redirects without an end
 */
export const homeOf = (look: Look): Promise<Fetched> => look.once('home', () => readHome(look));

/** The first answer to http://domain/, redirect or not. @throws Unseen as above */
export const plainHomeOf = (look: Look): Promise<Fetched> =>
  look.once('plain home', async () => {
    const page = await look.wire.fetch(`http://${look.domain}/`, { redirects: 0 });
    assertAnswered(page);
    return page;
  });

/** The values of a header, [] when it is absent. */
export const valuesOf = (hop: Hop, name: string): string[] => hop.headers[name] ?? [];

/** A header as evidence, a line for each time it came. */
export const linesOf = (hop: Hop, name: string): string[] =>
  valuesOf(hop, name).map((value) => `${name}: ${value}`);

/** Evidence of where something was, or was not, seen. */
export const seenAt = ({ url, status }: Hop): string => `${url} answered ${status}`;
