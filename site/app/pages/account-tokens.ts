import { readTokens, revokeToken, type Token } from '../../api/tokens.js';
import { busyButton } from '../../ui/busy-button.js';
import { openDialog } from '../../ui/dialog.js';
import { el } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { bar } from '../../ui/skeleton.js';
import { timeText } from '../../ui/time.js';
import { toast } from '../../ui/toast.js';
import { words } from '../../words/index.js';
import { accountNav } from '../account/nav.js';
import { chip, item, itemList, line } from '../account/parts.js';
import { refreshable } from '../account/refreshable.js';
import type { Page, PageHead } from '../page.js';
import { emptyState } from '../panels.js';

const text = words.tokens;

const dayMs = 86_400_000;
const soonMs = 7 * dayMs;

type Reload = () => Promise<void>;

const isOver = ({ expires_at }: Token): boolean => Date.parse(expires_at) <= Date.now();
const endsSoon = ({ expires_at }: Token): boolean => Date.parse(expires_at) - Date.now() < soonMs;

/** The living ones first, then by their end: what ends next needs its owner next. */
const inOrder = (tokens: readonly Token[]): Token[] =>
  tokens.toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)));

function askRevoke({ id, name }: Token, signal: AbortSignal, reload: Reload): void {
  openDialog({
    title: text.revokeTitle(name),
    content: [el('p', {}, text.revokeText)],
    submit: text.revokeSubmit,
    busy: text.revokeBusy,
    isDanger: true,
    signal,
    run: async () => {
      await revokeToken(id);
      toast('good', text.revoked(name));
      await reload();
    },
  });
}

/** One that ended needs no question: nothing uses it. */
function removeButton({ id, name }: Token, reload: Reload): HTMLElement {
  const button = busyButton({
    label: text.remove,
    busy: text.revokeBusy,
    className: 'button button-small',
    run: async () => {
      await revokeToken(id);
      toast('good', text.removed(name));
      await reload();
    },
  });
  button.setAttribute('aria-label', text.removeLabel(name));
  return button;
}

function endMark(token: Token) {
  if (isOver(token)) return chip(text.isExpired, 'bad');
  return endsSoon(token) && chip(text.endsSoon, 'warn');
}

function lastUse({ last_used_at, last_used_ip }: Token) {
  if (last_used_at === null) return text.neverUsed;
  return el(
    'span',
    {},
    text.used,
    ' ',
    timeText(last_used_at),
    last_used_ip !== null && ` ${text.from(last_used_ip)}`,
  );
}

function tokenItem(token: Token, signal: AbortSignal, reload: Reload): HTMLElement {
  const { name, hint, scopes, networks, created_at, expires_at } = token;
  const over = isOver(token);
  const revoke = el(
    'button',
    {
      class: 'button button-small',
      type: 'button',
      'aria-label': text.revokeLabel(name),
      onclick: () => askRevoke(token, signal, reload),
    },
    text.revoke,
  );
  const end = el('span', {}, over ? text.expired : text.expires, ' ', timeText(expires_at));
  return item({
    sign: 'key',
    title: name,
    mark: endMark(token),
    notes: [
      `${text.may} ${scopes.map((scope) => text.scopes[scope]).join(', ')}.`,
      line(el('span', { class: 'mono' }, `cv_…${hint}`), end, lastUse(token)),
      line(
        el('span', {}, text.created, ' ', timeText(created_at)),
        networks.length > 0 &&
          el('span', {}, text.where, ' ', el('span', { class: 'mono' }, networks.join(', '))),
      ),
    ],
    actions: [over ? removeButton(token, reload) : revoke],
  });
}

function createLink(): HTMLElement {
  return el('a', { class: 'button button-main', href: '/account/tokens/new' }, icon('add'), text.create);
}

function referenceText(): HTMLElement {
  return el(
    'p',
    { class: 'muted account-aside' },
    text.reference,
    ' ',
    el('a', { href: '/api/docs' }, text.referenceLink),
    '.',
  );
}

function tokensView(tokens: Token[], head: PageHead, signal: AbortSignal, reload: Reload): Node {
  if (tokens.length === 0) {
    // The way on stands in the middle; once more at the top would be one too many.
    head.setActions();
    const action = { href: '/account/tokens/new', label: text.create };
    const empty = emptyState('key', text.emptyTitle, text.emptyText, text.emptyPoints, action);
    return el('div', { class: 'account-page' }, empty, referenceText());
  }
  head.setActions(createLink());
  return el(
    'div',
    { class: 'account-page' },
    el(
      'div',
      { class: 'panel account' },
      itemList(
        text.list,
        inOrder(tokens).map((token) => tokenItem(token, signal, reload)),
      ),
    ),
    referenceText(),
  );
}

/** One's own API tokens: what they may do, when they end, when and from where they were used. */
export const accountTokens: Page = {
  title: text.title,
  lead: text.lead,
  nav: () => accountNav('/account/tokens'),
  skeleton: () =>
    el(
      'div',
      { class: 'panel account' },
      ...[1, 2].map(() => el('div', { class: 'account-section' }, bar('short'), bar('long'))),
    ),
  body: async ({ head, signal }) => {
    const list = refreshable(signal, readTokens, (tokens, reload) =>
      tokensView(tokens, head, signal, reload),
    );
    list.show(await readTokens(signal));
    return list.root;
  },
};
