import { el } from './dom.js';

/** A grey bar as long as a short, middling or long piece of text. */
export function bar(length: 'short' | 'middle' | 'long'): HTMLElement {
  return el('div', { class: `skeleton bar-${length}` });
}

/** The shape of a page's large quiet message (see app/panels.ts) before it is known. */
export function stateSkeleton(): HTMLElement {
  const sign = el('div', { class: 'skeleton skeleton-sign' });
  return el('div', { class: 'panel state skeleton-state' }, sign, bar('short'), bar('long'), bar('middle'));
}
