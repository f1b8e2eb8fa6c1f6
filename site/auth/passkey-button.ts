/** Signing in with a passkey alone: no name, no password. */
import { passkeyOptions, signInWithPasskey } from '../api/auth.js';
import { passkeysPossible, usePasskey } from '../api/passkey.js';
import { say, type FormParts } from '../ui/form.js';
import { words } from '../words/index.js';
import { isCode, sayFailure } from './failure.js';

const text = words.login;

interface PasskeyButton {
  /** Shown only where a browser can do it. */
  place: HTMLElement;
  button: HTMLButtonElement;
  /** The form it stands in, for what there is to say. */
  parts: FormParts;
  remember: HTMLInputElement;
  onDone: (parts: FormParts) => Promise<void>;
}

async function run({ place, parts, remember, onDone }: PasskeyButton): Promise<void> {
  parts.notices.replaceChildren();
  try {
    const { step, options } = await passkeyOptions();
    await signInWithPasskey(step, await usePasskey(options), remember.checked);
    await onDone(parts);
  } catch (error) {
    if (isCode(error, 'invalid_credentials')) say(parts, 'bad', text.passkeyUnknown);
    else if (isCode(error, 'step_over')) say(parts, 'warn', text.passkeyLate);
    else if (isCode(error, 'passkeys_unavailable')) {
      place.hidden = true;
      say(parts, 'info', text.passkeysUnavailable);
    } else sayFailure(parts, error);
  }
}

/** Has the button do so; it says that it waits, and cannot be pressed twice. */
export function wirePasskeyButton(options: PasskeyButton): void {
  const { place, button } = options;
  const label = button.textContent;
  const setBusy = (isBusy: boolean) => {
    button.setAttribute('aria-disabled', String(isBusy));
    button.classList.toggle('is-busy', isBusy);
    button.textContent = isBusy ? text.passkeyBusy : label;
  };
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    setBusy(true);
    void run(options).finally(() => setBusy(false));
  });
  addEventListener('pageshow', (event) => event.persisted && setBusy(false));
  place.hidden = !passkeysPossible();
}
