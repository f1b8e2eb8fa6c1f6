import { hasDuty, me, type SessionUser } from '../api/auth.js';
import { ApiError, leaveForDuty } from '../api/client.js';
import { version } from '../api/version.js';
import { byId, el } from '../ui/dom.js';
import { countNotices } from './account/notices.js';
import { createHead, type HeadParts } from './head.js';
import { watchAddress } from './navigate.js';
import type { PageContext } from './page.js';
import { notFound } from './pages/not-found.js';
import { isRoute, pageAt, type Place } from './router.js';
import { createShell } from './shell.js';
import { present } from './view.js';

const app = byId('app', HTMLElement);
const shell = createShell();
let user: SessionUser | null = null;
/** Ends whatever the page that is being left was still doing. */
let leaving = new AbortController();
/** The page that is open, and what it does itself when only the query changes. */
let open: { path: string; onQuery: ((query: URLSearchParams) => void) | null } = { path: '', onQuery: null };

function show(moveFocus: boolean): void {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const place = pageAt(location.pathname);
  const head = createHead(place.page);
  const body = el('div', { class: 'page-body' });
  open = { path: location.pathname, onQuery: null };
  shell.main.replaceChildren(head.root, body);
  shell.setPath(location.pathname);
  if (moveFocus) head.heading.focus({ preventScroll: true });
  void present({
    host: body,
    signal,
    skeleton: place.page.skeleton,
    load: () => load(place, head, signal),
    show: (content) => body.replaceChildren(content),
  });
}

/** The page's body; what the server does not know (404) has the page that says so. */
async function load({ page, params }: Place, head: HeadParts, signal: AbortSignal): Promise<Node> {
  const { onQuery, query } = { onQuery: listenToQuery(signal), query: new URLSearchParams(location.search) };
  const context: PageContext = { user: await session(signal), params, query, head, onQuery, signal };
  try {
    return await page.body(context);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    head.setTitle(notFound.title);
    head.setLead(notFound.lead);
    head.setActions();
    return notFound.body(context);
  }
}

function listenToQuery(signal: AbortSignal): PageContext['onQuery'] {
  return (update) => {
    if (!signal.aborted) open.onQuery = update;
  };
}

/** Somebody went on: to another page, or to another view of the one that is open. */
function move(): void {
  if (location.pathname !== open.path || open.onQuery === null) return show(true);
  shell.setPath(location.pathname);
  open.onQuery(new URLSearchParams(location.search));
}

/** Who is signed in: asked once, and again after a failure or a return from the back/forward cache. */
async function session(signal: AbortSignal): Promise<SessionUser> {
  if (user !== null) return user;
  const found = await me('redirect', signal);
  // The server leads there as well; but it serves this page ungated while it cannot ask its database.
  if (hasDuty(found)) return leaveForDuty();
  user = found;
  shell.setUser(user);
  void countNotices(leaving.signal);
  return user;
}

/** The version is an ornament; a page without it is whole. */
async function showVersion(): Promise<void> {
  try {
    shell.setVersion(await version());
  } catch {
    // The next load asks again.
  }
}

function start(): void {
  show(false);
  void showVersion();
}

app.append(shell.root);
watchAddress(isRoute, move);
start();

// The browser keeps pages it leaves and shows them again on Back, also after signing out. So nothing private may
// be on a page that is kept, and one that returns asks again who is there.
addEventListener('pagehide', () => {
  leaving.abort();
  user = null;
  shell.setUser(null);
  shell.main.replaceChildren();
});
addEventListener('pageshow', (event) => {
  if (event.persisted) start();
});
