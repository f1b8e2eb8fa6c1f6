import { words } from '../words/index.js';
import { el, type Child } from './dom.js';
import { onSubmit, setFieldError, type FormParts } from './form.js';
import { sendForm, type Sending } from './send-form.js';

export interface DialogOptions extends Sending {
  title: string;
  content: Child[];
  /** The verb, and what it says while it works. */
  submit: string;
  busy: string;
  /** What the other button says, where "Cancel" could be taken for the verb; null where there is nothing to choose. */
  cancel?: string | null;
  /** For what cannot be undone. */
  isDanger?: boolean;
  /** Does it. The dialog closes when it is done, and says so when it throws; `false` keeps it open. */
  run: Sending['run'];
  /** Ends with the page: the dialog closes. */
  signal: AbortSignal;
}

export interface DialogParts extends FormParts {
  dialog: HTMLDialogElement;
}

let number = 0;

function build({ title, content, submit, busy, cancel: keep, isDanger }: DialogOptions): DialogParts {
  const id = `dialog-${(number += 1)}`;
  const kind = isDanger ? 'button-danger' : 'button-main';
  const button = el('button', { class: `button ${kind}`, type: 'submit' }, submit);
  const cancel =
    keep !== null && el('button', { class: 'button', type: 'button' }, keep ?? words.dialog.cancel);
  const notices = el('div', { class: 'dialog-notices', role: 'alert' });
  const form = el(
    'form',
    { class: 'dialog-form', novalidate: true, autocomplete: 'off' },
    el('h2', { id }, title),
    notices,
    ...content,
    el('div', { class: 'dialog-buttons' }, cancel, button),
  );
  const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': id }, form);
  if (cancel) cancel.addEventListener('click', () => dialog.close());
  return { dialog, form, button, notices, busyLabel: busy };
}

async function send(parts: DialogParts, options: DialogOptions): Promise<void> {
  if (await sendForm(parts, options)) parts.dialog.close();
}

/**
 * Asks something in a modal dialog. Esc and Cancel close it, but not while it works; the focus goes back to where
 * it was (the browser's part). Its button cannot be pressed twice.
 * @returns its parts, for who has more to say in it
 */
export function openDialog(options: DialogOptions): DialogParts {
  const parts = build(options);
  const { dialog, button } = parts;
  for (const input of options.fields ?? []) input.addEventListener('input', () => setFieldError(input, null));
  dialog.addEventListener('cancel', (event) => {
    if (button.getAttribute('aria-disabled') === 'true') event.preventDefault();
  });
  const close = () => dialog.close();
  options.signal.addEventListener('abort', close, { once: true });
  dialog.addEventListener('close', () => {
    options.signal.removeEventListener('abort', close);
    dialog.remove();
    // The button that opened it may be a new one by now: then one goes on at the title.
    if (document.activeElement === document.body)
      document.querySelector('h1')?.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  onSubmit(parts, () => send(parts, options), options.signal);
  dialog.showModal();
  return parts;
}
