import { copyButton } from '../../ui/copy-button.js';
import { el } from '../../ui/dom.js';
import { checkField } from '../../ui/check-field.js';
import { icon } from '../../ui/icons.js';
import { notice } from '../../ui/notice.js';
import { saveText } from '../../ui/save-text.js';
import type { FieldErrors } from '../../ui/form.js';
import { stepForm } from '../../ui/send-form.js';
import { printSheet } from '../../ui/print-sheet.js';
import { dayOf } from '../../ui/time.js';
import { words } from '../../words/index.js';

const text = words.recovery;

/** The codes with what they are for, as they stand in a file or on paper. */
function sheetLines(codes: readonly string[]): string[] {
  const made = text.fileMade(dayOf(new Date().toISOString()));
  return [text.fileTitle(location.host), made, '', ...codes];
}

function codeList(codes: readonly string[]): HTMLElement {
  const items = codes.map((code) => el('li', {}, el('code', {}, code)));
  return el('ol', { class: 'recovery-codes', 'aria-label': text.list }, ...items);
}

function waysToKeep(codes: readonly string[]): HTMLElement {
  const lines = sheetLines(codes);
  const download = () => saveText(text.fileName, `${lines.join('\r\n')}\r\n`);
  return el(
    'div',
    { class: 'button-row' },
    copyButton(codes.join('\n'), text.copy),
    el(
      'button',
      { class: 'button button-small', type: 'button', onclick: download },
      icon('download'),
      text.download,
    ),
    el(
      'button',
      { class: 'button button-small', type: 'button', onclick: () => printSheet(lines) },
      icon('print'),
      text.print,
    ),
  );
}

/**
 * Shows recovery codes in `host`, this once, with the ways to keep them. Resolves when the reader says that they
 * are kept; until then a dialog around it must not close by the way (`data-keep`).
 */
export function showRecoveryCodes(
  host: HTMLElement,
  codes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const saved = el('input', { id: 'recovery-saved', name: 'saved', type: 'checkbox' });
    const title = el('h3', { tabindex: -1 }, text.title);
    const form = stepForm({
      content: [
        title,
        el('p', {}, text.text),
        codeList(codes),
        waysToKeep(codes),
        notice('warn', el('p', {}, text.warning)),
        checkField(saved, text.saved),
      ],
      fields: [saved],
      submit: text.done,
      busy: text.done,
      signal,
      check: (): FieldErrors => (saved.checked ? {} : { saved: text.savedMissing }),
      run: () => {
        delete host.dataset['keep'];
        resolve();
        return Promise.resolve();
      },
    });
    host.dataset['keep'] = '';
    host.replaceChildren(form);
    title.focus();
  });
}
