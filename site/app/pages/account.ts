import type { SessionUser } from '../../api/auth.js';
import { el, type Child } from '../../ui/dom.js';
import { bar } from '../../ui/skeleton.js';
import { themeSwitch } from '../../ui/theme.js';
import { words } from '../../words/index.js';
import { accountNav } from '../account/nav.js';
import { noticeList } from '../account/notices.js';
import { section } from '../account/parts.js';
import type { Page } from '../page.js';
import { signOutButton } from '../sign-out.js';

const text = words.account;

function fact(label: string, ...value: Child[]): HTMLElement {
  return el('div', { class: 'account-fact' }, el('dt', {}, label), el('dd', {}, ...value));
}

function you({ username, role }: SessionUser): HTMLElement {
  const initial = [...username][0]?.toUpperCase() ?? '';
  return section(
    'account-you',
    text.you,
    {},
    el(
      'div',
      { class: 'account-who' },
      el('span', { class: 'avatar', 'aria-hidden': 'true' }, initial),
      el('dl', {}, fact(text.username, username), fact(text.role, text.roles[role])),
    ),
    el('p', { class: 'muted' }, text.may[role]),
  );
}

const sessionsLink = () => el('a', { href: '/account/security' }, text.sessionsLink);

/** One's own account: who one is, what one may do, how Clearview looks, and the way out. */
export const account: Page = {
  title: text.title,
  lead: text.lead,
  nav: () => accountNav('/account'),
  skeleton: () =>
    el('div', { class: 'panel account' }, el('div', { class: 'account-section' }, bar('short'), bar('long'))),
  body: async ({ user, signal }) =>
    el(
      'div',
      { class: 'account-page' },
      await noticeList(user.username, signal),
      el(
        'div',
        { class: 'panel account' },
        you(user),
        section('account-look', text.look, {
          text: text.themeHelp,
          action: themeSwitch('theme-account', signal),
        }),
        section('account-session', text.session, {
          text: [text.sessionText, ' ', text.sessionsText, ' ', sessionsLink(), '.'],
          action: signOutButton(),
        }),
      ),
    ),
};
