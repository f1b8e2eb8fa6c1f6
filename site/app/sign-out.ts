import { signOut } from '../api/auth.js';
import { busyButton } from '../ui/busy-button.js';
import { toast } from '../ui/toast.js';
import { words } from '../words/index.js';

const text = words.shell;

/** Ends the session; only when that is done does it leave, else it says that one is still signed in. */
export async function leave(): Promise<void> {
  try {
    await signOut();
    location.replace('/login.html?reason=signed-out');
  } catch {
    toast('bad', text.signOutFailed);
  }
}

/** A button that does so. */
export function signOutButton(): HTMLButtonElement {
  return busyButton({ label: text.signOut, busy: text.signingOut, run: leave });
}
