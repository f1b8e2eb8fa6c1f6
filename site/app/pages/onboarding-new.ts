import { ApiError } from '../../api/client.js';
import { createTenant } from '../../api/tenants.js';
import { el } from '../../ui/dom.js';
import { onSubmit, say, setFieldError, showFieldErrors, type FormParts } from '../../ui/form.js';
import { describe } from '../../ui/trouble.js';
import { words } from '../../words/index.js';
import type { Page, PageContext } from '../page.js';
import { go } from '../navigate.js';
import { domainFields } from './onboarding/domain-fields.js';

const text = words.onboarding.form;

/** As many code points as the server takes. */
const longestName = 100;

function nameField(): { field: HTMLElement; input: HTMLInputElement } {
  const input = el('input', {
    id: 'name',
    name: 'name',
    type: 'text',
    autocomplete: 'off',
    'aria-describedby': 'name-error name-help',
  });
  const field = el(
    'div',
    { class: 'field' },
    el('label', { for: 'name' }, text.name),
    input,
    el('p', { class: 'field-error', id: 'name-error', hidden: true }),
    el('p', { class: 'field-help', id: 'name-help' }, text.nameHelp),
  );
  return { field, input };
}

function notesField(): { field: HTMLElement; input: HTMLTextAreaElement } {
  const input = el('textarea', { id: 'notes', name: 'notes', rows: 3, 'aria-describedby': 'notes-help' });
  const optional = el('span', { class: 'optional' }, ` (${text.notesOptional})`);
  const field = el(
    'div',
    { class: 'field' },
    el('label', { for: 'notes' }, text.notes, optional),
    input,
    el('p', { class: 'field-help', id: 'notes-help' }, text.notesHelp),
  );
  return { field, input };
}

function nameError(name: string): Record<string, string> {
  if (name === '') return { name: text.nameMissing };
  return [...name].length > longestName ? { name: text.nameLong } : {};
}

function takeInForm({ signal }: PageContext): HTMLElement {
  const name = nameField();
  const domains = domainFields();
  const notes = notesField();
  const notices = el('div', { role: 'alert', class: 'form-notices' });
  const button = el('button', { class: 'button button-main', type: 'submit' }, text.submit);
  const buttons = el(
    'div',
    { class: 'form-buttons' },
    button,
    el('a', { class: 'button', href: '/onboarding' }, text.cancel),
  );
  const form = el(
    'form',
    { class: 'panel take-form', novalidate: true },
    notices,
    name.field,
    domains.element,
    notes.field,
    buttons,
  );
  const parts: FormParts = { form, button, notices, busyLabel: text.busy };
  const show = (errors: Record<string, string>) => showFieldErrors([name.input, ...domains.inputs()], errors);

  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement) setFieldError(target, null);
  });
  const submit = async () => {
    if (show({ ...nameError(name.input.value.trim()), ...domains.errors() })) return;
    const written = notes.input.value.trim();
    try {
      const tenant = await createTenant({
        name: name.input.value.trim(),
        domains: domains.values(),
        ...(written === '' ? {} : { notes: written }),
      });
      if (!signal.aborted) go(`/onboarding/${tenant.id}`, 'replace');
    } catch (error) {
      if (!signal.aborted) showFailure(error);
    }
  };

  const showFailure = (error: unknown) => {
    const { domains: wrong, notes: long, ...others } = error instanceof ApiError ? error.errors : {};
    if (show({ ...others, ...(wrong === undefined ? {} : domains.place(wrong)) })) return;
    const isAway = error instanceof ApiError && error.isAway;
    say(
      parts,
      isAway ? 'warn' : 'bad',
      long ?? (isAway ? `${describe(error)} ${words.trouble.stillHere}` : describe(error)),
    );
  };
  onSubmit(parts, submit, signal);
  return form;
}

/** The first step: who it is, and which domains are theirs. */
export const onboardingNew: Page = {
  title: text.title,
  lead: text.lead,
  up: { href: '/onboarding', label: words.onboarding.title },
  skeleton: () => el('div', { class: 'panel take-form' }),
  body: takeInForm,
};
