import type { SessionUser } from '../api/auth.js';
import { el } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { menuButton } from '../ui/menu-button.js';
import { words } from '../words/index.js';
import { onNoticeCount } from './account/notices.js';
import { leave } from './sign-out.js';

/**
 * Who is signed in, as `name (role)`, and behind it the way to the account and the way out. The name and the role
 * are two parts, so that a long name gives way and the role stays readable.
 */
export function badgeMenu({ username, role }: SessionUser): HTMLElement {
  const badge = words.shell.badge(username, role);
  const [name, shownRole = ''] = badge.split(/(?= \([a-z]+\)$)/);
  const root = menuButton({
    label: words.account.menu(badge),
    className: 'badge-button',
    content: [
      el(
        'span',
        { class: 'badge', title: badge },
        el('span', { class: 'badge-name' }, name),
        el('span', { class: 'badge-role' }, shownRole),
      ),
      icon('down'),
    ],
    items: [
      { label: words.account.title, href: '/account' },
      { label: words.shell.signOut, onSelect: () => void leave() },
    ],
  });
  root.classList.add('badge-menu');
  const button = root.querySelector('button')!;
  onNoticeCount((count) => {
    button.classList.toggle('badge-notices', count > 0);
    const { menu, menuWithNotices } = words.account;
    button.setAttribute('aria-label', count > 0 ? menuWithNotices(badge, count) : menu(badge));
  });
  return root;
}
