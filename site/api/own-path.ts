/**
 * The page to go to after signing in, if `raw` is a path of our own; else `/`.
 *
 * `next=` is written by whoever made the link, so it may try to lead away: `https://evil`, `//evil`, `/\evil`,
 * `/<tab>/evil` (browsers drop the tab), `/.//evil` (resolves to a path that is itself `//evil`), `javascript:`.
 */
export function ownPath(raw: string | null, origin: string): string {
  if (raw === null || !/^\/(?![/\\])/.test(raw)) return '/';
  const url = parse(raw, origin);
  if (url === null || url.origin !== origin || url.pathname.startsWith('//')) return '/';
  // Neither the pages in front of the application (a loop) nor raw answers are a place to arrive at;
  // the API's own page is one.
  if (/^\/((login|setup|password|required)\.html|api(?!\/docs$)(\/|$))/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

function parse(raw: string, origin: string): URL | null {
  try {
    return new URL(raw, origin);
  } catch {
    return null;
  }
}
