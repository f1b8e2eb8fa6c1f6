import { el } from './dom.js';

/** A grey bar as long as a short, middling or long piece of text. */
export function bar(length: 'short' | 'middle' | 'long'): HTMLElement {
  return el('div', { class: `skeleton bar-${length}` });
}

/** The shape of a list before it is known: its toolbar, and so many rows. */
export function tableSkeleton(rows: number): HTMLElement {
  const row = () => el('div', { class: 'skeleton-row' }, bar('middle'), bar('short'), bar('short'));
  return el(
    'div',
    { class: 'list' },
    el('div', { class: 'skeleton skeleton-toolbar' }),
    el('div', { class: 'panel' }, ...Array.from({ length: rows }, row)),
  );
}
