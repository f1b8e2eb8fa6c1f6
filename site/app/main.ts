import { me, type SessionUser } from '../api/auth.js';
import { version } from '../api/version.js';
import { byId, el } from '../ui/dom.js';
import { words } from '../words/index.js';
import { pageAt, watchAddress } from './router.js';
import { createShell } from './shell.js';
import { present } from './view.js';

const app = byId('app', HTMLElement);
const shell = createShell();
let user: SessionUser | null = null;
/** Ends whatever the page that is being left was still doing. */
let leaving = new AbortController();

/** A fresh page in main: its head at once, an empty body to be filled. */
function newPage(title: string, lead: string | undefined): { heading: HTMLElement; body: HTMLElement } {
  document.title = words.documentTitle(title);
  const heading = el('h1', { tabindex: -1 }, title);
  const body = el('div', { class: 'page-body' });
  const head = el(
    'div',
    { class: 'page-head' },
    heading,
    lead !== undefined && el('p', { class: 'lead' }, lead),
  );
  shell.main.replaceChildren(head, body);
  return { heading, body };
}

function show(moveFocus: boolean): void {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const page = pageAt(location.pathname);
  const { heading, body } = newPage(page.title, page.lead);
  shell.setPath(location.pathname);
  if (moveFocus) heading.focus({ preventScroll: true });
  void present({
    host: body,
    signal,
    skeleton: page.skeleton,
    load: async () => page.body({ user: await session(signal), signal }),
    show: (content) => body.replaceChildren(content),
  });
}

/** Who is signed in: asked once, and again after a failure or a return from the back/forward cache. */
async function session(signal: AbortSignal): Promise<SessionUser> {
  if (user !== null) return user;
  user = await me('redirect', signal);
  shell.setUser(user);
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
watchAddress(() => show(true));
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
