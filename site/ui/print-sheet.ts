import { el } from './dom.js';

/** Prints these lines alone, whatever else is on the page; the style sheet hides that meanwhile. */
export function printSheet(lines: readonly string[]): void {
  const [title = '', ...others] = lines;
  const sheet = el(
    'div',
    { class: 'print-sheet', 'aria-hidden': 'true' },
    el('p', { class: 'print-sheet-title' }, title),
    el('pre', {}, others.join('\n')),
  );
  // Not every phone says when it has printed: there is one sheet at most, and what was on it goes with the page.
  document.querySelector('.print-sheet')?.remove();
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), { once: true });
  print();
}
