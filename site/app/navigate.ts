/** A plain left click on a link to one of the shell's pages; everything else is the browser's business. */
function clickedRoute(event: MouseEvent, isRoute: (path: string) => boolean): URL | null {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!plain || event.defaultPrevented || link === null || link.target !== '' || link.href === '')
    return null;
  const url = new URL(link.href);
  // A hash on the same page (the skip link) is the browser's own.
  const known = url.origin === location.origin && isRoute(url.pathname);
  return known && url.hash === '' ? url : null;
}

const here = (): string => location.pathname + location.search;
let shown = here();
let show: () => void = () => {};

/**
 * Goes to another address of the shell.
 * @param how `replace` leaves no step behind for Back: for what is typed letter by letter
 */
export function go(url: string | URL, how: 'push' | 'replace' = 'push'): void {
  const { href } = new URL(url, location.href);
  if (how === 'replace') history.replaceState(history.state, '', href);
  else if (href !== location.href) history.pushState(null, '', href);
  shown = here();
  show();
}

/**
 * Calls `whenMoved` whenever the address changes within the shell: by a link, by `go`, by Back and Forward.
 * @param isRoute whether the shell has a page at a path; other links are the browser's
 */
export function watchAddress(isRoute: (path: string) => boolean, whenMoved: () => void): void {
  show = whenMoved;
  document.addEventListener('click', (event) => {
    const url = clickedRoute(event, isRoute);
    if (url === null) return;
    event.preventDefault();
    go(url);
    scrollTo(0, 0);
  });
  addEventListener('popstate', () => {
    // It comes for a hash as well (the skip link); that is no other page.
    if (here() === shown) return;
    shown = here();
    show();
  });
}
