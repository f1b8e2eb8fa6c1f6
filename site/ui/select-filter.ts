import { el } from './dom.js';

export type Choice = readonly [value: string, label: string];

export interface SelectFilter {
  root: HTMLElement;
  set: (value: string) => void;
}

let number = 0;

/** A choice with its label in sight. @param choices the first one, of the value '', is "all" */
export function selectFilter(
  label: string,
  choices: readonly Choice[],
  value: string,
  onChange: (value: string) => void,
): SelectFilter {
  const id = `filter-${(number += 1)}`;
  const select = el(
    'select',
    { id },
    ...choices.map(([option, text]) => el('option', { value: option }, text)),
  );
  select.value = value;
  select.addEventListener('change', () => onChange(select.value));
  return {
    root: el('div', { class: 'filter' }, el('label', { for: id }, label), select),
    set: (next) => (select.value = next),
  };
}
