import { el } from './dom.js';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

/** A choice of a few as one control: radio buttons for keyboard and screen reader. The first one is chosen. */
export function segmented<Value extends string>(
  group: string,
  legend: string,
  choices: readonly Choice<Value>[],
  onChoose: (value: Value) => void,
): HTMLFieldSetElement {
  const option = ({ value, label }: Choice<Value>, index: number) => {
    const input = el('input', { type: 'radio', name: group, value });
    input.checked = index === 0;
    input.addEventListener('change', () => onChoose(value));
    return el('label', {}, input, el('span', {}, label));
  };
  return el(
    'fieldset',
    { class: 'segmented' },
    el('legend', { class: 'visually-hidden' }, legend),
    ...choices.map(option),
  );
}
