import { copyButton } from '../../../ui/copy-button.js';
import { el } from '../../../ui/dom.js';

export interface RecordLine {
  label: string;
  value: string;
  /** The name of the button that copies the value; without one there is no button. */
  copy?: string;
}

/** Lines to carry over word for word, each with a button that copies it. */
export function recordLines(lines: readonly RecordLine[]): HTMLElement {
  const row = ({ label, value, copy }: RecordLine) =>
    el(
      'div',
      { class: 'record-row' },
      el('dt', {}, label),
      el('dd', {}, el('code', {}, value), copy !== undefined && copyButton(value, copy)),
    );
  return el('dl', { class: 'record' }, ...lines.map(row));
}
