/** What is asked before a second factor is changed or taken away. */
import {
  newRecoveryCodes,
  removePasskey,
  removeTotp,
  renamePasskey,
  type Passkey,
  type SecondFactor,
} from '../../api/second-factor.js';
import { openDialog } from '../../ui/dialog.js';
import { el } from '../../ui/dom.js';
import { field } from '../../ui/fields.js';
import type { FieldErrors } from '../../ui/form.js';
import { notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { words } from '../../words/index.js';
import { withFresh } from '../reauthenticate.js';
import { showRecoveryCodes } from './recovery-codes.js';
import { taskDialog } from './task-dialog.js';

const text = words.security.factor;

export interface FactorContext {
  factor: SecondFactor;
  signal: AbortSignal;
  reload: () => Promise<void>;
}

const isLast = ({ totp, passkeys }: SecondFactor): boolean => passkeys.length + (totp === null ? 0 : 1) === 1;

interface Removal {
  title: string;
  text: string;
  remove: () => Promise<void>;
  done: string;
}

/** Asks once, and says what follows from it; what the role needs cannot be taken away. */
function askRemove(removal: Removal, { factor, signal, reload }: FactorContext): void {
  const last = isLast(factor);
  if (last && factor.required) {
    openDialog({
      title: text.neededTitle,
      content: [el('p', {}, text.neededText)],
      cancel: null,
      submit: words.dialog.close,
      busy: words.dialog.close,
      signal,
      run: () => Promise.resolve(),
    });
    return;
  }
  openDialog({
    title: removal.title,
    content: [el('p', {}, removal.text), last && notice('warn', el('p', {}, text.lastText))],
    submit: text.remove,
    busy: text.removeBusy,
    isDanger: true,
    signal,
    run: async () => {
      await withFresh(removal.remove, signal);
      toast('good', removal.done);
      await reload();
    },
  });
}

/** Takes the authenticator app away. */
export function askRemoveTotp(context: FactorContext): void {
  const removal = { title: text.removeTotp, text: text.removeTotpText, done: text.totpRemoved };
  askRemove({ ...removal, remove: removeTotp }, context);
}

/** Takes a passkey away. */
export function askRemovePasskey({ id, name }: Passkey, context: FactorContext): void {
  const removal = {
    title: text.removePasskey(name),
    text: text.removePasskeyText,
    done: text.passkeyRemoved,
  };
  askRemove({ ...removal, remove: () => removePasskey(id) }, context);
}

/** Gives a passkey another name. */
export function askRename({ id, name }: Passkey, { signal, reload }: FactorContext): void {
  const input = el('input', { id: 'passkey-rename', name: 'name', type: 'text', maxlength: 100 });
  input.value = name;
  openDialog({
    title: text.renameTitle(name),
    content: [field(input, { label: words.passkey.name, help: words.passkey.nameHelp })],
    fields: [input],
    submit: text.renameSubmit,
    busy: text.renameBusy,
    check: (): FieldErrors => (input.value.trim() === '' ? { name: words.passkey.nameMissing } : {}),
    signal,
    run: async () => {
      await renamePasskey(id, input.value.trim());
      toast('good', text.renamed);
      await reload();
    },
  });
  input.select();
}

/** Makes new recovery codes in the place of the old ones, and shows them. */
export function askNewCodes({ signal, reload }: FactorContext): void {
  let codes: string[] | null = null;
  const { dialog } = openDialog({
    title: text.newCodesTitle,
    content: [el('p', {}, text.newCodesText)],
    submit: text.newCodesSubmit,
    busy: text.newCodesBusy,
    isDanger: true,
    signal,
    run: async () => {
      codes = await withFresh(newRecoveryCodes, signal);
    },
  });
  // After the question has given the keyboard back, so that it finds its place when the codes are kept.
  dialog.addEventListener('close', () => {
    const made = codes;
    if (made === null || signal.aborted) return;
    void taskDialog(text.codesDialog, signal, (host, over) => showRecoveryCodes(host, made, over)).then(
      reload,
    );
  });
}
