/** GET with redirects followed by hand: each target is checked as if it were the first. */
import { Unseen, type FetchOptions, type Fetched, type Hop } from '../core/wire.js';
import { withDeadline } from './deadline.js';
import type { Reach } from './dial.js';
import { fetchHop } from './fetch-hop.js';
import type { Trust } from './tls-sight.js';

/** For all hops together. */
const WHOLE_MS = 30_000;
const REDIRECTS = 5;
const MAX_BYTES = 65_536;
const MAX_URL = 4_096;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/**
 * A URL that a scan may follow: http or https, on port 80 or 443, without a name and password in it, which would
 * be sent to wherever the URL leads.
 * @throws Unseen `forbidden`
 */
function allowedUrl(text: string, base?: string): URL {
  if (text.length > MAX_URL || !URL.canParse(text, base)) {
    throw new Unseen('protocol', `"${text.slice(0, 100)}" is not an address of a page.`);
  }
  const url = new URL(text, base);
  const refuse = (why: string) => new Unseen('forbidden', `${url.protocol}//${url.host} ${why}`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Unseen('forbidden', `An address beginning with "${url.protocol}" is not looked at.`);
  }
  if (url.username !== '' || url.password !== '')
    throw refuse('holds a name or password; it is not looked at.');
  if (!['', '80', '443'].includes(url.port))
    throw refuse('is on another port than 80 or 443; it is not looked at.');
  url.hash = '';
  return url;
}

/** Where an answer leads, or undefined when it stands for itself. */
function targetOf(hop: Hop): string | undefined {
  return REDIRECT_STATUSES.has(hop.status) ? hop.headers.location?.[0] : undefined;
}

/**
 * Fetches a page and tells every answer on the way. When there are more redirects than are followed, the last
 * answer is one of them.
 * @throws Unseen
 */
export async function fetchPage(
  reach: Reach,
  trust: Trust,
  start: string,
  { redirects = REDIRECTS, maxBytes = MAX_BYTES }: FetchOptions,
  outer: AbortSignal,
): Promise<Fetched> {
  let url = allowedUrl(start);
  const late = `${url.host} did not lead to a page within ${WHOLE_MS / 1000} seconds.`;
  return withDeadline(outer, WHOLE_MS, late, async (signal) => {
    const hops: Hop[] = [];
    for (;;) {
      const isFollowed = (hop: Hop) => hops.length < redirects && targetOf(hop) !== undefined;
      const options = { maxBytes, isBodyWanted: (hop: Hop) => !isFollowed(hop) };
      const { body, isCut, ...hop } = await fetchHop(reach, trust, url, options, signal);
      const target = isFollowed(hop) ? targetOf(hop) : undefined;
      hops.push(hop);
      if (target === undefined) return { ...hop, hops, body, isCut };
      url = allowedUrl(target, url.href);
    }
  });
}
