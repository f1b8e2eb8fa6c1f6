import { el, type Child } from './dom.js';

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface FieldParts {
  label: Child;
  /** Below the field. */
  help?: Child;
  /** What stands in the field's place when it is more than the field: a button beside it. It holds the field. */
  control?: HTMLElement;
}

/**
 * Label above, the field, its error (see setFieldError in form.ts), help below, all tied together. The field needs
 * an `id`, unique on the page, and the `name` by which the API speaks of it.
 */
export function field(input: Field, { label, help, control = input }: FieldParts): HTMLElement {
  const helpId = help == null ? '' : ` ${input.id}-help`;
  input.setAttribute('aria-describedby', `${input.id}-error${helpId}`);
  return el(
    'div',
    { class: 'field' },
    el('label', { for: input.id }, label),
    control,
    el('p', { class: 'field-error', id: `${input.id}-error`, hidden: true }),
    help != null && el('p', { class: 'field-help', id: `${input.id}-help` }, help),
  );
}
