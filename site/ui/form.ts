import { byId, el } from './dom.js';
import type { Field } from './fields.js';
import { notice, type Tone } from './notice.js';

export type FieldErrors = Readonly<Record<string, string>>;

export interface FormParts {
  form: HTMLFormElement;
  button: HTMLButtonElement;
  /** Where sentences about the form as a whole stand; a live region. */
  notices: HTMLElement;
  busyLabel: string;
}

/** Shows `message` under the field and ties the two together; null takes it away. */
export function setFieldError(input: Field, message: string | null): void {
  const place = byId(`${input.id}-error`, HTMLParagraphElement);
  place.textContent = message ?? '';
  place.hidden = message === null;
  if (message === null) input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
}

/** Shows errors under their fields and puts the reader into the first wrong one. True if there was one. */
export function showFieldErrors(inputs: readonly Field[], errors: FieldErrors): boolean {
  for (const input of inputs) setFieldError(input, errors[input.name] ?? null);
  const first = inputs.find((input) => errors[input.name] !== undefined);
  first?.focus();
  return first !== undefined;
}

/** Says something about the form as a whole, in the place of what stood there before. */
export function say(parts: FormParts, tone: Tone, ...content: (Node | string)[]): void {
  parts.notices.replaceChildren(
    notice(tone, ...content.map((part) => (typeof part === 'string' ? el('p', {}, part) : part))),
  );
}

/**
 * Runs `submit` when the form is sent, once at a time. The button stays focusable while it works (a disabled one
 * would lose the keyboard's place) and says what it is doing.
 * @param signal for a form that goes before the page is unloaded
 */
export function onSubmit(parts: FormParts, submit: () => Promise<void>, signal?: AbortSignal): void {
  const label = parts.button.textContent;
  let busy = false;
  const setBusy = (value: boolean) => {
    busy = value;
    parts.button.setAttribute('aria-disabled', String(value));
    parts.button.classList.toggle('is-busy', value);
    parts.button.textContent = value ? parts.busyLabel : label;
  };
  parts.form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    parts.notices.replaceChildren();
    void submit().finally(() => setBusy(false));
  });
  // A page that comes back from the back/forward cache must not still be waiting.
  addEventListener(
    'pageshow',
    (event) => event.persisted && setBusy(false),
    signal === undefined ? {} : { signal },
  );
  parts.button.disabled = false;
}
