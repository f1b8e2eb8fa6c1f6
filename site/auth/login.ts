import { isSetupRequired, me, signIn, type SecondStep } from '../api/auth.js';
import { ApiError } from '../api/client.js';
import { byId } from '../ui/dom.js';
import { onSubmit, say, setFieldError, showFieldErrors, type FormParts } from '../ui/form.js';
import { wirePasswordToggle } from '../ui/password-field.js';
import { themeSwitch } from '../ui/theme.js';
import { describe } from '../ui/trouble.js';
import { words } from '../words/index.js';
import { arrive, goOn } from './arrive.js';
import { isCode, sayFailure } from './failure.js';
import { wirePasskeyButton } from './passkey-button.js';
import { currentScene } from './scene.js';
import { showSecondStep } from './second-step.js';

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
const showFirstStep = currentScene();

function missing(): Record<string, string> {
  return {
    ...(username.value.trim() === '' ? { username: words.login.usernameMissing } : {}),
    ...(password.value === '' ? { password: words.login.passwordMissing } : {}),
  };
}

/** From the beginning, with the name as it was. */
function beginAgain(): void {
  showFirstStep();
  parts.notices.replaceChildren();
  password.value = '';
  password.focus();
}

function goToSecondStep(step: SecondStep): void {
  // Gone from the page as soon as it has done its work.
  password.value = '';
  showSecondStep({
    ...step,
    username: username.value.trim(),
    onDone: arrive,
    onBack: beginAgain,
    onOver: () => {
      beginAgain();
      say(parts, 'warn', words.secondStep.over);
    },
  });
}

async function submit(): Promise<void> {
  if (showFieldErrors([username, password], missing())) return;
  try {
    const step = await signIn({
      username: username.value.trim(),
      password: password.value,
      remember: remember.checked,
    });
    if (step === null) await arrive(parts);
    else goToSecondStep(step);
  } catch (error) {
    if (!isCode(error, 'invalid_credentials')) return sayFailure(parts, error);
    say(parts, 'bad', words.login.wrong);
    // Which of the two is wrong is not told; the password is the likelier one.
    password.focus();
    password.select();
  }
}

function greet(): void {
  const reason = query.get('reason');
  if (reason === 'expired') say(parts, 'info', words.login.expired);
  if (reason === 'signed-out') say(parts, 'good', words.login.signedOut);
  if (reason === 'setup-done') say(parts, 'info', words.login.setupDone);
  if (reason === 'password-set') say(parts, 'good', words.login.passwordSet);
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
wirePasskeyButton({
  place: byId('passkey-way', HTMLElement),
  button: byId('passkey', HTMLButtonElement),
  parts,
  remember,
  onDone: arrive,
});
onSubmit(parts, submit);
greet();
void checkPlace();
// After signing out, Back may bring this page from the cache while another tab is signed in.
addEventListener('pageshow', (event) => event.persisted && void checkPlace());
