import { el } from '../../../ui/dom.js';
import { words } from '../../../words/index.js';

const text = words.overview.welcome;

/** An empty Clearview: what it does, what happens next, and the one way to begin. */
export function welcomePanel(): HTMLElement {
  const points = text.points.map((point, index) =>
    el(
      'li',
      {},
      el('span', { class: 'step-mark', 'aria-hidden': 'true' }, String(index + 1)),
      el('span', {}, point),
    ),
  );
  return el(
    'section',
    { class: 'panel welcome', 'aria-labelledby': 'welcome-title' },
    el('img', { src: '/logo.svg', alt: '', width: 40, height: 40 }),
    el('h2', { id: 'welcome-title' }, text.title),
    el('p', { class: 'muted' }, text.text),
    el('ol', { class: 'welcome-points' }, ...points),
    el('a', { class: 'button button-main', href: '/onboarding/new' }, words.overview.take),
    el('p', { class: 'field-help' }, text.hint),
  );
}
