import { isSetupRequired, me, signIn } from '../api/auth.js';
import { ApiError } from '../api/client.js';
import { byId } from '../ui/dom.js';
import { onSubmit, say, setFieldError, showFieldErrors, type FormParts } from '../ui/form.js';
import { duration } from '../ui/format.js';
import { wirePasswordToggle } from '../ui/password-field.js';
import { themeSwitch } from '../ui/theme.js';
import { describe } from '../ui/trouble.js';
import { words } from '../words/index.js';
import { droppedCookieHelp, sessionArrived } from './arrival.js';
import { ownPath } from '../api/own-path.js';

const query = new URLSearchParams(location.search);
const username = byId('username', HTMLInputElement);
const password = byId('password', HTMLInputElement);
const remember = byId('remember', HTMLInputElement);
const parts: FormParts = {
  form: byId('form', HTMLFormElement),
  button: byId('submit', HTMLButtonElement),
  notices: byId('notices', HTMLElement),
  busyLabel: words.login.busy,
};

function goOn(): void {
  // replace: Back must not lead to a sign-in page that sends one forward again.
  location.replace(ownPath(query.get('next'), location.origin));
}

function missing(): Record<string, string> {
  return {
    ...(username.value.trim() === '' ? { username: words.login.usernameMissing } : {}),
    ...(password.value === '' ? { password: words.login.passwordMissing } : {}),
  };
}

async function submit(): Promise<void> {
  if (showFieldErrors([username, password], missing())) return;
  try {
    await signIn({ username: username.value.trim(), password: password.value, remember: remember.checked });
    if (await sessionArrived()) goOn();
    else say(parts, 'warn', droppedCookieHelp());
  } catch (error) {
    showFailure(error);
  }
}

function showFailure(error: unknown): void {
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 401) {
    say(parts, 'bad', words.login.wrong);
    // Which of the two is wrong is not told; the password is the likelier one.
    password.focus();
    password.select();
  } else if (error instanceof ApiError && status === 429) {
    say(
      parts,
      'warn',
      error.retryAfter === null
        ? words.login.tooManySomeTime
        : words.login.tooMany(duration(error.retryAfter)),
    );
  } else if (error instanceof ApiError && error.isAway) {
    say(parts, 'warn', `${describe(error)} ${words.trouble.stillHere}`);
  } else {
    say(parts, 'bad', describe(error));
  }
}

function greet(): void {
  const reason = query.get('reason');
  if (reason === 'expired') say(parts, 'info', words.login.expired);
  if (reason === 'signed-out') say(parts, 'good', words.login.signedOut);
  if (reason === 'setup-done') say(parts, 'info', words.login.setupDone);
}

/** Sends those on who have nothing to do here; says so when Clearview cannot tell. */
async function checkPlace(): Promise<void> {
  try {
    if (await isSetupRequired()) return location.replace(`/setup.html${location.hash}`);
    await me('throw');
    goOn();
  } catch (error) {
    if (error instanceof ApiError && error.isAway) say(parts, 'warn', describe(error));
  }
}

byId('theme', HTMLElement).append(themeSwitch('theme'));
wirePasswordToggle(password, byId('password-toggle', HTMLButtonElement));
for (const input of [username, password]) input.addEventListener('input', () => setFieldError(input, null));
onSubmit(parts, submit);
greet();
void checkPlace();
// After signing out, Back may bring this page from the cache while another tab is signed in.
addEventListener('pageshow', (event) => event.persisted && void checkPlace());
