import { ApiError } from '../../api/client.js';
import { changeTenant, readTenant, type TenantChange } from '../../api/tenants.js';
import type { Tenant } from '../../api/types.js';
import { openDialog, type DialogParts } from '../../ui/dialog.js';
import { el } from '../../ui/dom.js';
import { field } from '../../ui/fields.js';
import { say } from '../../ui/form.js';
import { words } from '../../words/index.js';

const text = words.tenant.form;

interface Form {
  name: HTMLInputElement;
  domains: HTMLTextAreaElement;
  notes: HTMLTextAreaElement;
}

const lines = (value: string): string[] => value.split(/[\s,;]+/).filter((line) => line !== '');
const domainsOf = (tenant: Tenant): string => tenant.domains.map(({ unicode }) => unicode).join('\n');

function createForm(): Form {
  return {
    name: el('input', { id: 'tenant-name', name: 'name', type: 'text', maxlength: 200 }),
    domains: el('textarea', {
      id: 'tenant-domains',
      name: 'domains',
      class: 'mono',
      rows: 4,
      spellcheck: false,
      autocapitalize: 'none',
    }),
    notes: el('textarea', { id: 'tenant-notes', name: 'notes', rows: 3 }),
  };
}

function fill(form: Form, tenant: Tenant): void {
  form.name.value = tenant.name;
  form.domains.value = domainsOf(tenant);
  form.notes.value = tenant.notes;
}

/** What was left as it was follows somebody else's change, so that only what was typed can overwrite it. */
function follow(form: Form, before: Tenant, now: Tenant): void {
  if (form.name.value.trim() === before.name) form.name.value = now.name;
  if (lines(form.domains.value).join('\n') === domainsOf(before)) form.domains.value = domainsOf(now);
  if (form.notes.value === before.notes) form.notes.value = now.notes;
}

/** What was typed that is not so already. */
function changesOf(form: Form, base: Tenant): TenantChange {
  const domains = lines(form.domains.value);
  const isSame = domains.join('\n') === domainsOf(base);
  return {
    ...(form.name.value.trim() === base.name ? {} : { name: form.name.value.trim() }),
    ...(isSame ? {} : { domains }),
    ...(form.notes.value === base.notes ? {} : { notes: form.notes.value }),
  };
}

function problems(form: Form): Record<string, string> {
  return {
    ...(form.name.value.trim() === '' ? { name: text.nameMissing } : {}),
    ...(lines(form.domains.value).length === 0 ? { domains: text.domainsMissing } : {}),
  };
}

/** Somebody else was faster: who and what (the server's words), how it stands now, and the two ways on. */
function showStale(parts: DialogParts, form: Form, now: Tenant, detail: string): void {
  const takeTheirs = () => {
    fill(form, now);
    parts.notices.replaceChildren();
    form.name.focus();
  };
  const fact = (label: string, value: string) => [el('dt', {}, label), el('dd', {}, value)];
  const facts = [
    ...fact(text.name, now.name),
    ...fact(text.domains, now.domains.map(({ unicode }) => unicode).join(', ')),
    ...fact(text.notes, now.notes === '' ? '–' : now.notes),
  ];
  const button = el('button', { class: 'button button-small', type: 'button', onclick: takeTheirs });
  button.append(text.takeTheirs);
  say(
    parts,
    'warn',
    el(
      'div',
      {},
      el('p', { class: 'notice-title' }, detail),
      el('p', {}, text.staleNow),
      el('dl', { class: 'stale-now' }, ...facts),
      el('p', {}, text.staleChoice),
      el('p', {}, button),
    ),
  );
}

/** Edits name, domains and notes. @param done is told the tenant as it is then */
export function openEditDialog(tenant: Tenant, signal: AbortSignal, done: (now: Tenant) => void): void {
  const form = createForm();
  let base = tenant;
  fill(form, base);
  const parts = openDialog({
    title: text.title(tenant.name),
    content: [
      field(form.name, { label: text.name }),
      field(form.domains, { label: text.domains, help: text.domainsHelp }),
      field(form.notes, { label: text.notes, help: text.notesHelp }),
    ],
    fields: [form.name, form.domains, form.notes],
    submit: text.save,
    busy: text.saving,
    check: () => problems(form),
    signal,
    run: async () => {
      const changes = changesOf(form, base);
      if (Object.keys(changes).length === 0) return;
      try {
        done(await changeTenant(tenant.id, changes, base.revision));
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 412)) throw error;
        const now = await readTenant(tenant.id, signal);
        follow(form, base, now);
        base = now;
        showStale(parts, form, base, error.detail);
        return false;
      }
    },
  });
}
