import { readSessions } from '../../api/account.js';
import { readSecondFactor } from '../../api/second-factor.js';
import { el } from '../../ui/dom.js';
import { bar } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import { openChangePassword } from '../account/change-password.js';
import { factorsSection } from '../account/factors.js';
import { accountNav } from '../account/nav.js';
import { noticeList } from '../account/notices.js';
import { section } from '../account/parts.js';
import { sessionsSection } from '../account/sessions.js';
import type { Page } from '../page.js';

const text = words.security;

function passwordSection(username: string, signal: AbortSignal, done: () => void): HTMLElement {
  const open = () => openChangePassword({ username, signal, done });
  const button = el('button', { class: 'button', type: 'button', onclick: open }, text.password.change);
  return section('account-password', text.password.title, { text: text.password.text, action: button });
}

/** How one signs in: password, second factor, passkeys; and where one is signed in. */
export const accountSecurity: Page = {
  title: text.title,
  lead: text.lead,
  nav: () => accountNav('/account/security'),
  skeleton: () =>
    el(
      'div',
      { class: 'panel account' },
      ...[1, 2, 3].map(() =>
        el('div', { class: 'account-section' }, bar('short'), bar('long'), bar('middle')),
      ),
    ),
  body: async ({ user, signal }) => {
    const [factor, sessions, notices] = await Promise.all([
      readSecondFactor(signal),
      readSessions(signal),
      noticeList(user.username, signal),
    ]);
    const factors = factorsSection(signal);
    const signedIn = sessionsSection(signal);
    factors.show(factor);
    signedIn.show(sessions);
    const password = passwordSection(user.username, signal, () => void signedIn.reload());
    return el(
      'div',
      { class: 'account-page' },
      notices,
      el('div', { class: 'panel account' }, password, factors.root, signedIn.root),
    );
  },
};
