import { changePassword } from '../../api/auth.js';
import { openDialog } from '../../ui/dialog.js';
import { el } from '../../ui/dom.js';
import type { FieldErrors } from '../../ui/form.js';
import { newPasswordField, passwordField } from '../../ui/password-field.js';
import { toast } from '../../ui/toast.js';
import { words } from '../../words/index.js';

const text = words.security.password;

interface ChangePassword {
  username: string;
  signal: AbortSignal;
  title?: string;
  lead?: string;
  /** All other sessions are over then, and the own one has another id. */
  done: () => void;
}

/** Asks for the current password and for a new one. */
export function openChangePassword({ username, signal, title, lead, done }: ChangePassword): void {
  const current = passwordField({ id: 'current-password', name: 'current_password', label: text.current });
  const next = newPasswordField(
    { id: 'new-password', name: 'new_password', label: text.next },
    () => username,
  );
  // Not seen, but read by password managers: whose password it is that they are to keep.
  const owner = el('input', { type: 'text', name: 'username', autocomplete: 'username', hidden: true });
  owner.value = username;
  const check = (): FieldErrors => {
    const problem = next.problem();
    return {
      ...(current.input.value === '' ? { current_password: text.currentMissing } : {}),
      ...(problem === null ? {} : { new_password: problem }),
    };
  };
  openDialog({
    title: title ?? text.dialog,
    content: [el('p', { class: 'muted' }, lead ?? text.note), owner, current.root, next.root],
    fields: [current.input, next.input],
    submit: text.submit,
    busy: text.busy,
    check,
    signal,
    run: async () => {
      const { sessions_ended: ended } = await changePassword(current.input.value, next.input.value);
      toast('good', ended === 0 ? text.done : text.doneEnded(ended));
      done();
    },
  });
  current.input.focus();
}
