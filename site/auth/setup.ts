import { isSetupRequired, setUp } from '../api/auth.js';
import { ApiError } from '../api/client.js';
import { byId, el } from '../ui/dom.js';
import { onSubmit, say, setFieldError, showFieldErrors, type FormParts } from '../ui/form.js';
import { duration } from '../ui/format.js';
import { wireNewPassword, wirePasswordToggle } from '../ui/password-field.js';
import { usernamePattern } from '../ui/password/policy.js';
import { themeSwitch } from '../ui/theme.js';
import { describe } from '../ui/trouble.js';
import { words } from '../words/index.js';
import { droppedCookieHelp, sessionArrived } from './arrival.js';

const username = byId('username', HTMLInputElement);
const password = byId('password', HTMLInputElement);
const token = byId('setup-token', HTMLInputElement);
const tokenField = byId('setup-token-field', HTMLElement);
const inputs = [username, password, token];
const parts: FormParts = {
  form: byId('form', HTMLFormElement),
  button: byId('submit', HTMLButtonElement),
  notices: byId('notices', HTMLElement),
  busyLabel: words.setup.busy,
};
const newPassword = wireNewPassword(
  {
    input: password,
    strength: byId('password-strength', HTMLElement),
    rules: byId('password-rules', HTMLElement),
    progress: byId('password-progress', HTMLElement),
  },
  () => username.value,
);

function usernameError(): string | undefined {
  if (username.value === '') return words.setup.usernameMissing;
  if (username.value.length > 128) return words.setup.usernameLong;
  return usernamePattern.test(username.value) ? undefined : words.setup.usernameWrong;
}

function wrongFields(): Record<string, string> {
  const errors = { username: usernameError(), password: newPassword.problem() ?? undefined };
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Sent only if there is one: an instance without a token refuses the field. */
function givenToken(): { setup_token?: string } {
  const given = token.value.trim();
  return given === '' ? {} : { setup_token: given };
}

async function submit(): Promise<void> {
  if (showFieldErrors(inputs, wrongFields())) return;
  try {
    await setUp({ username: username.value, password: password.value, ...givenToken() });
    if (await sessionArrived()) location.replace('/');
    else say(parts, 'warn', el('p', {}, words.setup.created), droppedCookieHelp());
  } catch (error) {
    showFailure(error);
  }
}

function showFailure(error: unknown): void {
  if (!(error instanceof ApiError)) return say(parts, 'bad', describe(error));
  if (error.status === 409) return location.replace('/login.html?reason=setup-done');
  if (error.code === 'setup_token_required') return askForToken();
  if (showFieldErrors(inputs, error.errors)) return;
  if (error.status === 429 && error.retryAfter !== null) {
    return say(parts, 'warn', words.setup.tooMany(duration(error.retryAfter)));
  }
  if (error.isAway) return say(parts, 'warn', `${describe(error)} ${words.trouble.stillHere}`);
  say(parts, 'bad', describe(error));
}

/** The server wants the token it printed: shows the field, or says that the one given is not it. */
function askForToken(): void {
  tokenField.hidden = false;
  setFieldError(token, token.value.trim() === '' ? words.setup.tokenMissing : words.setup.tokenWrong);
  token.focus();
}

/** A link with `#token=…`, as Clearview prints it, fills the field; the address then forgets it. */
function takeTokenFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null || given === '') return;
  token.value = given;
  tokenField.hidden = false;
  history.replaceState(history.state, '', location.pathname + location.search);
}

async function checkPlace(): Promise<void> {
  try {
    if (!(await isSetupRequired())) location.replace('/login.html');
  } catch (error) {
    say(parts, 'warn', describe(error));
  }
}

byId('theme', HTMLElement).append(themeSwitch('theme'));
wirePasswordToggle(password, byId('password-toggle', HTMLButtonElement));
for (const input of inputs) input.addEventListener('input', () => setFieldError(input, null));
username.addEventListener('input', newPassword.refresh);
onSubmit(parts, submit);
takeTokenFromAddress();
void checkPlace();
