import { el, type Child } from './dom.js';

/** A box to tick with its label beside it, its error and help below, all tied together as field() does. */
export function checkField(input: HTMLInputElement, label: Child, help?: Child): HTMLElement {
  const helpId = help == null ? '' : ` ${input.id}-help`;
  input.setAttribute('aria-describedby', `${input.id}-error${helpId}`);
  return el(
    'div',
    { class: 'check-field' },
    el('label', { class: 'check' }, input, el('span', {}, label)),
    el('p', { class: 'field-error', id: `${input.id}-error`, hidden: true }),
    help != null && el('p', { class: 'field-help', id: `${input.id}-help` }, help),
  );
}
