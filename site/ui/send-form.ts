import { ApiError } from '../api/client.js';
import { words } from '../words/index.js';
import { el, type Child } from './dom.js';
import type { Field } from './fields.js';
import { onSubmit, say, setFieldError, showFieldErrors, type FieldErrors, type FormParts } from './form.js';
import { describe, isAbandoned } from './trouble.js';

export interface Sending {
  /** In the order of the page; errors of the API are shown under them by their `name`. */
  fields?: readonly Field[];
  /** What is wrong before anything is sent, by the fields' names. */
  check?: () => FieldErrors;
  /** Does it; what it throws is told. `false`: it is not done yet. */
  run: () => Promise<void | false>;
}

/** Shows under the fields, or above the form, why it was not done; nothing typed is lost. */
function tell(parts: FormParts, fields: readonly Field[], error: unknown): void {
  if (isAbandoned(error)) return;
  const errors = error instanceof ApiError ? error.errors : {};
  if (showFieldErrors(fields, errors)) return;
  const isAway = error instanceof ApiError && error.isAway;
  const text = [describe(error), ...Object.values(errors), isAway && words.trouble.stillHere];
  say(parts, isAway ? 'warn' : 'bad', [...new Set(text)].filter(Boolean).join(' '));
}

/** Checks and sends a form. True when it is done. */
export async function sendForm(parts: FormParts, { fields = [], check, run }: Sending): Promise<boolean> {
  if (showFieldErrors(fields, check?.() ?? {})) return false;
  try {
    return (await run()) !== false;
  } catch (error) {
    tell(parts, fields, error);
    return false;
  }
}

export interface StepForm extends Sending {
  content: Child[];
  /** The verb, and what it says while it works. */
  submit: string;
  busy: string;
  /** Ends with the page. */
  signal: AbortSignal;
}

/** A form of its own in a page or in a task: its content, what went wrong, and one button. */
export function stepForm(options: StepForm): HTMLFormElement {
  const button = el('button', { class: 'button button-main', type: 'submit' }, options.submit);
  const notices = el('div', { class: 'form-notices', role: 'alert' });
  const form = el(
    'form',
    { class: 'step-form', novalidate: true, autocomplete: 'off' },
    ...options.content,
    notices,
    el('div', { class: 'dialog-buttons' }, button),
  );
  const parts = { form, button, notices, busyLabel: options.busy };
  for (const input of options.fields ?? []) input.addEventListener('input', () => setFieldError(input, null));
  onSubmit(parts, async () => void (await sendForm(parts, options)), options.signal);
  return form;
}
