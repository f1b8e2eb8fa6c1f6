import { signOut } from '../api/auth.js';
import { el } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { notice } from '../ui/notice.js';
import { words } from '../words/index.js';

const text = words.shell;

function toast(message: string, place: HTMLElement): void {
  const dismiss = el(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': text.dismiss },
    icon('close'),
  );
  dismiss.addEventListener('click', () => place.replaceChildren());
  const box = notice('bad', el('p', {}, message));
  box.append(dismiss);
  place.replaceChildren(box);
}

/** Ends the session; only when that is done does it leave, else it says that one is still signed in. */
export function signOutButton(toasts: HTMLElement): HTMLButtonElement {
  const button = el('button', { class: 'button sign-out', type: 'button' }, text.signOut);
  const setBusy = (busy: boolean) => {
    button.setAttribute('aria-disabled', String(busy));
    button.textContent = busy ? text.signingOut : text.signOut;
  };
  const leave = async () => {
    try {
      await signOut();
      location.replace('/login.html?reason=signed-out');
    } catch {
      setBusy(false);
      toast(text.signOutFailed, toasts);
    }
  };
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    setBusy(true);
    void leave();
  });
  return button;
}
