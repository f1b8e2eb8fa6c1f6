import type { Page } from './page.js';
import { routes } from './routes.js';
import { notFound } from './pages/not-found.js';

/** The page at `path`; an unknown path has one too, which says so. */
export function pageAt(path: string): Page {
  return routes.find((route) => route.path === path)?.page ?? notFound;
}

/** A plain left click on a link to one of the shell's pages; everything else is the browser's business. */
function clickedRoute(event: MouseEvent): URL | null {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!plain || event.defaultPrevented || link === null || link.target !== '') return null;
  const url = new URL(link.href);
  // A hash on the same page (the skip link) is the browser's own.
  const known = url.origin === location.origin && routes.some((route) => route.path === url.pathname);
  return known && url.hash === '' ? url : null;
}

/** Calls `show` whenever the address changes within the shell, by a link or by Back and Forward. */
export function watchAddress(show: () => void): void {
  let shown = location.pathname + location.search;
  const showIfMoved = () => {
    const here = location.pathname + location.search;
    // `popstate` comes for a hash as well (the skip link); that is no other page.
    if (here !== shown) show();
    shown = here;
  };
  document.addEventListener('click', (event) => {
    const url = clickedRoute(event);
    if (url === null) return;
    event.preventDefault();
    if (url.href !== location.href) history.pushState(null, '', url);
    shown = location.pathname + location.search;
    show();
    scrollTo(0, 0);
  });
  addEventListener('popstate', showIfMoved);
}
