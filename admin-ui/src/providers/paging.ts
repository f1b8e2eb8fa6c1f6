/** `range` reaches this far; deeper pages are reached from their neighbour, by its `Link: rel="next"`. */
const DEEPEST_ROW = 10_000;
const followers = new Map<string, string>();

/** Only our own origin is ever followed. */
function nextLink(headers: Headers): string | null {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(headers.get('Link') ?? '')?.[1];
  if (!target) return null;
  const url = new URL(target, window.location.href);
  return url.origin === window.location.origin ? url.pathname + url.search : null;
}

/** Where to ask for a page that ends before row `end`; null if only its neighbour could have told. */
export const followerOf = (url: string, end: number): string | null =>
  end <= DEEPEST_ROW ? url : (followers.get(url) ?? null);

/** Keeps the cursor of the next page, whose plain address is `url`. Returns whether there is one. */
export function rememberFollower(url: string, headers: Headers): boolean {
  const next = nextLink(headers);
  if (next) followers.set(url, next);
  return next !== null;
}

/** `users 0-24/319`, or `*` for a total that nobody counted: null. */
export function totalOf(headers: Headers): number | null {
  const text = /\/(\d+)$/.exec(headers.get('Content-Range') ?? '')?.[1];
  return text === undefined ? null : Number(text);
}
