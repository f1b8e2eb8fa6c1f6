import { el } from './dom.js';

export type Choice = readonly [value: string, label: string];

export interface SelectFilter {
  root: HTMLElement;
  set: (value: string) => void;
}

/** A choice with its label in sight. @param choices the first one, of the value '', is "all" */
export function selectFilter(
  label: string,
  choices: readonly Choice[],
  value: string,
  onChange: (value: string) => void,
): SelectFilter {
  const select = el('select', {}, ...choices.map(([option, text]) => el('option', { value: option }, text)));
  select.value = value;
  select.addEventListener('change', () => onChange(select.value));
  return {
    root: el('label', { class: 'filter' }, el('span', {}, label), select),
    set: (next) => (select.value = next),
  };
}
