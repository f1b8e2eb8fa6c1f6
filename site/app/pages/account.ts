import type { SessionUser } from '../../api/auth.js';
import { el, type Child } from '../../ui/dom.js';
import { bar } from '../../ui/skeleton.js';
import { themeSwitch } from '../../ui/theme.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';
import { signOutButton } from '../sign-out.js';

const text = words.account;

function section(id: string, title: string, ...content: Child[]): HTMLElement {
  const heading = el('h2', { id }, title);
  return el('section', { class: 'account-section', 'aria-labelledby': id }, heading, ...content);
}

function fact(label: string, ...value: Child[]): HTMLElement {
  return el('div', { class: 'account-fact' }, el('dt', {}, label), el('dd', {}, ...value));
}

function you({ username, role }: SessionUser): HTMLElement {
  const initial = [...username][0]?.toUpperCase() ?? '';
  return section(
    'account-you',
    text.you,
    el(
      'div',
      { class: 'account-who' },
      el('span', { class: 'avatar', 'aria-hidden': 'true' }, initial),
      el('dl', {}, fact(text.username, username), fact(text.role, text.roles[role])),
    ),
    el('p', { class: 'muted' }, text.may[role]),
  );
}

/** One's own account: who one is, what one may do, how Clearview looks, and the way out. */
export const account: Page = {
  title: text.title,
  lead: text.lead,
  skeleton: () =>
    el('div', { class: 'panel account' }, el('div', { class: 'account-section' }, bar('short'), bar('long'))),
  body: ({ user, signal }) =>
    el(
      'div',
      { class: 'panel account' },
      you(user),
      section(
        'account-look',
        text.look,
        el(
          'div',
          { class: 'account-row' },
          el('p', { class: 'muted' }, text.themeHelp),
          themeSwitch('theme-account', signal),
        ),
      ),
      section(
        'account-session',
        text.session,
        el('div', { class: 'account-row' }, el('p', { class: 'muted' }, text.sessionText), signOutButton()),
        user.role === 'admin' &&
          el(
            'p',
            { class: 'muted' },
            text.console,
            ' ',
            el('a', { href: `/admin/users/${user.id}/show` }, text.consoleLink),
          ),
      ),
    ),
};
