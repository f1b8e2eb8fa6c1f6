const KEY = 'clearview.console.signed_in';

/** Notes whether somebody is signed in, so that the tab knows after it was loaded again. */
export function noteSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) sessionStorage.setItem(KEY, 'yes');
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: after a reload an ended session is met without a word about it.
  }
}

/** Whether this tab was signed in when it was last seen, and nobody signed out since. */
export function wasSignedIn(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}
