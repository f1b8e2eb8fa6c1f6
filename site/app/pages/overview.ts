import type { SessionUser } from '../../api/auth.js';
import { list } from '../../api/lists.js';
import { version } from '../../api/version.js';
import { el } from '../../ui/dom.js';
import { count } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { bar } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';

const text = words.overview;

function fact(label: string, value: string, note: string): HTMLElement {
  return el(
    'div',
    { class: 'fact' },
    el('dt', {}, label),
    el('dd', { class: 'fact-value' }, value),
    el('dd', { class: 'fact-note' }, note),
  );
}

function facts(user: SessionUser, tenants: number, running: string): HTMLElement {
  return el(
    'dl',
    { class: 'panel facts' },
    fact(text.tenants, count(tenants), tenants === 0 ? text.tenantsNone : text.tenantsSome),
    fact(text.signedInAs, user.username, text.role(words.roles[user.role])),
    fact(text.version, running, text.versionNote),
  );
}

/** The way to the console, for those who may enter it. */
function consolePanel(): HTMLElement {
  return el(
    'section',
    { class: 'panel row-panel', 'aria-labelledby': 'console-title' },
    el('span', { class: 'state-sign' }, icon('users')),
    el(
      'div',
      { class: 'row-panel-text' },
      el('h2', { id: 'console-title' }, text.consoleTitle),
      el('p', {}, text.consoleText),
    ),
    el('a', { class: 'button', href: '/admin/' }, text.consoleLink),
  );
}

export const overview: Page = {
  title: text.title,
  lead: text.lead,
  skeleton: () => {
    const fact = () => el('div', { class: 'fact' }, bar('short'), bar('middle'), bar('long'));
    return el('div', { class: 'panel facts facts-skeleton' }, fact(), fact(), fact());
  },
  body: async ({ user, signal }) => {
    // The version is an ornament: without it the page still stands.
    const running = version().catch(() => text.versionUnknown);
    const [tenants, known] = await Promise.all([list<unknown>('/api/tenants', {}, signal), running]);
    const body = el('div', { class: 'stack' }, facts(user, tenants.total ?? tenants.rows.length, known));
    if (user.role === 'admin') body.append(consolePanel());
    return body;
  },
};
