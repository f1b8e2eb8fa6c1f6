import { makePasskey, passkeysPossible } from '../../api/passkey.js';
import { createPasskey, passkeyOptions, type Passkey, type WithCodes } from '../../api/second-factor.js';
import { el } from '../../ui/dom.js';
import { field } from '../../ui/fields.js';
import { notice } from '../../ui/notice.js';
import type { FieldErrors } from '../../ui/form.js';
import { stepForm } from '../../ui/send-form.js';
import { words } from '../../words/index.js';
import { withFresh } from '../reauthenticate.js';
import { showRecoveryCodes } from './recovery-codes.js';

const text = words.passkey;

async function make(name: string, signal: AbortSignal): Promise<Passkey & WithCodes> {
  const { step, options } = await withFresh(passkeyOptions, signal);
  const passkey = await makePasskey(options);
  return withFresh(() => createPasskey(step, passkey, name), signal);
}

/** A name to begin with: what one sits at. */
function suggestedName(): string {
  const { userAgentData } = navigator as { userAgentData?: { platform?: string } };
  const platform = userAgentData?.platform ?? '';
  return platform === '' ? text.thisDevice : text.device(platform);
}

/**
 * Adds a passkey in `host`: its name, the browser's own questions, and the recovery codes where there were none.
 * Resolves when all of it is done; never when `signal` ends it.
 */
export async function addPasskey(host: HTMLElement, signal: AbortSignal): Promise<void> {
  if (!passkeysPossible()) {
    host.replaceChildren(notice('warn', el('p', {}, text.unsupported)));
    return new Promise(() => {});
  }
  const made = await new Promise<WithCodes>((resolve) => {
    const name = el('input', { id: 'passkey-name', name: 'name', type: 'text', maxlength: 100 });
    name.value = suggestedName();
    const form = stepForm({
      content: [
        el('p', { class: 'muted' }, text.text),
        field(name, { label: text.name, help: text.nameHelp }),
      ],
      fields: [name],
      submit: text.submit,
      busy: text.busy,
      signal,
      check: (): FieldErrors => (name.value.trim() === '' ? { name: text.nameMissing } : {}),
      run: async () => resolve(await make(name.value.trim(), signal)),
    });
    host.replaceChildren(form);
    name.focus();
    name.select();
  });
  if (made.recovery_codes !== null) await showRecoveryCodes(host, made.recovery_codes, signal);
}
