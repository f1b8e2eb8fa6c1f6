import { deleteTenant } from '../../api/tenants.js';
import type { Tenant } from '../../api/types.js';
import { openDialog } from '../../ui/dialog.js';
import { el } from '../../ui/dom.js';
import { field } from '../../ui/fields.js';
import type { FieldErrors } from '../../ui/form.js';
import { words } from '../../words/index.js';

const text = words.tenant.deletion;

/** Asks for the tenant's name, then deletes it with all that was found. */
export function openDeleteDialog({ id, name }: Tenant, signal: AbortSignal, done: () => void): void {
  const input = el('input', { id: 'delete-name', name: 'name', type: 'text', spellcheck: false });
  const isSame = () => input.value.trim().toLowerCase() === name.toLowerCase();
  openDialog({
    title: text.title(name),
    content: [el('p', {}, text.text), field(input, { label: text.name, help: el('strong', {}, name) })],
    fields: [input],
    submit: text.submit,
    busy: text.busy,
    isDanger: true,
    check: (): FieldErrors => (isSame() ? {} : { name: text.wrong(name) }),
    signal,
    run: async () => {
      await deleteTenant(id, input.value);
      done();
    },
  });
}
