import { el } from '../../../ui/dom.js';
import { icon } from '../../../ui/icons.js';
import { words } from '../../../words/index.js';

const text = words.overview.console;

/** The way to the console, for those who may enter it. */
export function consolePanel(): HTMLElement {
  return el(
    'section',
    { class: 'panel row-panel', 'aria-labelledby': 'console-title' },
    el('span', { class: 'state-sign' }, icon('users')),
    el(
      'div',
      { class: 'row-panel-text' },
      el('h2', { id: 'console-title' }, text.title),
      el('p', {}, text.text),
    ),
    el('a', { class: 'button', href: '/admin/' }, text.link),
  );
}
