import type { Token } from '../../api/tokens.js';
import { copyButton } from '../../ui/copy-button.js';
import { el, type Child } from '../../ui/dom.js';
import { notice } from '../../ui/notice.js';
import { dayOf } from '../../ui/time.js';
import { words } from '../../words/index.js';

const text = words.newToken;

/** Where a token with these scopes finds something to read, the likeliest first. */
const FIRST_CALLS = [
  ['tenants', '/api/tenants'],
  ['jobs', '/api/jobs'],
  ['users', '/api/users'],
  ['audit', '/api/audit'],
] as const;

function firstCall({ scopes }: Token): string {
  const found = FIRST_CALLS.find(([area]) => scopes.some((scope) => scope.startsWith(`${area}:`)));
  return location.origin + (found?.[1] ?? '/api/auth/me');
}

const curlLines = (secret: string, url: string): string =>
  `curl -H 'Authorization: Bearer ${secret}' \\\n  ${url}`;

function copyLine(label: string, content: Child, copy: HTMLElement): HTMLElement {
  return el(
    'div',
    { class: 'copy-line' },
    // Long ones scroll within it: the keyboard has to get there too.
    el('pre', { class: 'mono', tabindex: 0, role: 'group', 'aria-label': label }, content),
    copy,
  );
}

/** A token that was just made: its secret, this once, and a first call with it. */
export function newTokenView(token: Token & { token: string }): HTMLElement {
  const { token: secret, expires_at } = token;
  const curl = curlLines(secret, firstCall(token));
  return el(
    'div',
    { class: 'new-token' },
    notice('warn', el('p', {}, text.once)),
    el(
      'section',
      {},
      el('h2', {}, text.secret),
      copyLine(text.secret, secret, copyButton(secret, text.copy)),
      el('p', { class: 'field-help' }, text.endsOn(dayOf(expires_at))),
    ),
    el(
      'section',
      {},
      el('h2', {}, text.tryTitle),
      el('p', { class: 'muted' }, text.tryText),
      copyLine(text.tryTitle, curl, copyButton(curl, text.copyCurl)),
    ),
    el('section', {}, el('h2', {}, text.leakTitle), el('p', { class: 'muted' }, text.leakText)),
    el(
      'div',
      { class: 'dialog-buttons' },
      el('a', { class: 'button button-main', href: '/account/tokens' }, text.done),
    ),
  );
}
