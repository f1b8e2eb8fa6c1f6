import { el } from '../../../ui/dom.js';
import { count } from '../../../ui/format.js';
import { icon } from '../../../ui/icons.js';
import { words } from '../../../words/index.js';

const text = words.overview.waiting;

/** How many tenants wait for somebody to go on with them, and the way there. */
export function waitingPanel(tenants: number): HTMLElement {
  return el(
    'section',
    { class: 'panel row-panel waiting-panel', 'aria-labelledby': 'waiting-title' },
    el('span', { class: 'state-sign' }, icon('onboarding')),
    el(
      'div',
      { class: 'row-panel-text' },
      el('h2', { id: 'waiting-title' }, text.title(count(tenants), tenants === 1)),
      el('p', {}, text.text),
    ),
    el('a', { class: 'button', href: '/onboarding' }, text.link),
  );
}
