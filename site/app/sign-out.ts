import { signOut } from '../api/auth.js';
import { el } from '../ui/dom.js';
import { toast } from '../ui/toast.js';
import { words } from '../words/index.js';

const text = words.shell;

/** Ends the session; only when that is done does it leave, else it says that one is still signed in. */
export function signOutButton(): HTMLButtonElement {
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
      toast('bad', text.signOutFailed);
    }
  };
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    setBusy(true);
    void leave();
  });
  return button;
}
