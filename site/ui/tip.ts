/** One small label that floats by whatever is under the pointer or has the focus (WCAG 2.2, 1.4.13). */
import { el } from './dom.js';

const GAP = 6;
const label = el('div', { class: 'tip', id: 'tip', role: 'tooltip', hidden: true });
let owner: HTMLElement | null = null;

function place(target: HTMLElement): void {
  const box = target.getBoundingClientRect();
  const own = label.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left + box.width / 2 - own.width / 2, innerWidth - own.width - 8));
  const above = box.top - own.height - GAP;
  label.style.setProperty('left', `${left}px`);
  label.style.setProperty('top', `${above > 60 ? above : box.bottom + GAP}px`);
}

function hide(): void {
  owner?.removeAttribute('aria-describedby');
  owner = null;
  label.hidden = true;
}

function show(target: HTMLElement, text: string): void {
  hide();
  owner = target;
  label.textContent = text;
  label.hidden = false;
  // In a dialog, what is not inside of it lies under it.
  (target.closest('dialog') ?? document.body).append(label);
  target.setAttribute('aria-describedby', label.id);
  place(target);
}

document.addEventListener('keydown', (event) => event.key === 'Escape' && hide());
// What it spoke of may have gone from under the pointer: another page, a row written anew.
document.addEventListener('pointermove', () => owner?.isConnected === false && hide());
addEventListener('popstate', hide);
addEventListener('scroll', hide, { passive: true, capture: true });

/** Gives `element` such a label; `text` is asked for when it is shown. */
export function tipFor<T extends HTMLElement>(element: T, text: () => string): T {
  const open = () => show(element, text());
  const close = () => owner === element && hide();
  element.addEventListener('pointerenter', open);
  element.addEventListener('focus', open);
  element.addEventListener('blur', close);
  element.addEventListener('pointerleave', ({ relatedTarget }) => relatedTarget !== label && close());
  return element;
}

label.addEventListener('pointerleave', ({ relatedTarget }) => relatedTarget !== owner && hide());
