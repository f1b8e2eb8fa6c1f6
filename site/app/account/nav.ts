import { el } from '../../ui/dom.js';
import { icon, type IconName } from '../../ui/icons.js';
import { words } from '../../words/index.js';

const text = words.account.nav;

const PLACES: readonly (readonly [path: string, sign: IconName, label: string])[] = [
  ['/account', 'account', text.account],
  ['/account/security', 'shield', text.security],
  ['/account/tokens', 'key', text.tokens],
  ['/account/activity', 'activity', text.activity],
];

/** The pages of one's own account, in a bar. @param here the one that is open */
export function accountNav(here: string): HTMLElement {
  const link = ([path, sign, label]: (typeof PLACES)[number]) =>
    el(
      'li',
      {},
      el(
        'a',
        { class: 'tab-link', href: path, 'aria-current': path === here ? 'page' : null },
        icon(sign),
        el('span', {}, label),
      ),
    );
  return el('nav', { class: 'tab-bar', 'aria-label': text.label }, el('ul', {}, ...PLACES.map(link)));
}
