import type { SessionUser } from '../api/auth.js';
import { el } from '../ui/dom.js';
import { icon, type IconName } from '../ui/icons.js';
import { themeSwitch } from '../ui/theme.js';
import { toastRegion } from '../ui/toast.js';
import { words } from '../words/index.js';
import { badgeMenu } from './badge-menu.js';
import { wireMenu } from './menu.js';
import { routes } from './routes.js';

const text = words.shell;

export interface Shell {
  root: DocumentFragment;
  main: HTMLElement;
  /** Fills in who is signed in, and what only they see; null empties it again. */
  setUser: (user: SessionUser | null) => void;
  setVersion: (version: string) => void;
  /** Marks the menu's entry of the page that is open, and closes the menu. */
  setPath: (path: string) => void;
}

function navLink(path: string, sign: IconName, label: string): HTMLLIElement {
  return el('li', {}, el('a', { class: 'nav-link', href: path }, icon(sign), el('span', {}, label)));
}

function header(menuButton: HTMLElement, badge: HTMLElement): HTMLElement {
  const mark = el('img', { src: '/logo.svg', alt: '', width: 28, height: 28 });
  const home = el('a', { class: 'home', href: '/' }, mark, el('span', { class: 'home-name' }, words.product));
  // The badge comes with the answer to who is there; it stands at the edge and takes the room that is left.
  const side = el('div', { class: 'header-side' }, themeSwitch('theme-header'), badge);
  return el('header', { class: 'app-header' }, menuButton, home, side);
}

function sidebar(list: HTMLUListElement): HTMLElement {
  const attributes = { class: 'sidebar', id: 'sidebar', 'aria-label': text.navigation };
  return el('nav', attributes, list, themeSwitch('theme-menu'));
}

function markPath(list: HTMLUListElement, path: string): void {
  for (const link of list.querySelectorAll('a')) {
    const own = new URL(link.href).pathname;
    if (own === path) link.setAttribute('aria-current', 'page');
    // A tenant is within Tenants.
    else if (own !== '/' && path.startsWith(`${own}/`)) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

/** Builds the frame around every page: header, menu, main and footer. Nothing in it is private until setUser. */
export function createShell(): Shell {
  const root = document.createDocumentFragment();
  const menuButton = el(
    'button',
    { class: 'icon-button menu-button', type: 'button', 'aria-controls': 'sidebar', 'aria-label': text.menu },
    icon('menu'),
  );
  const badge = el('div', { class: 'badge-place' });
  const users = navLink('/admin/users', 'users', text.users);
  users.className = 'nav-apart';
  const list = el(
    'ul',
    {},
    ...routes.map(({ path, icon: sign, page }) => sign && navLink(path, sign, page.title)),
  );
  const side = sidebar(list);
  const toasts = toastRegion();
  const main = el('main', { id: 'main', tabindex: -1 });
  const footer = el('footer', { class: 'app-footer' }, text.version(''));
  root.append(
    el('a', { class: 'skip-link', href: '#main' }, text.skip),
    header(menuButton, badge),
    side,
    main,
    footer,
    toasts,
  );
  const closeMenu = wireMenu(menuButton, side);
  return {
    root,
    main,
    setUser: (user) => {
      badge.replaceChildren(...(user === null ? [] : [badgeMenu(user)]));
      if (user?.role === 'admin') list.append(users);
      else users.remove();
    },
    setVersion: (version) => (footer.textContent = text.version(version)),
    setPath: (path) => {
      closeMenu();
      markPath(list, path);
    },
  };
}
