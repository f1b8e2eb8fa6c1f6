/** A link by which somebody chooses their password: an invitation, or a reset. The secret stands after the `#`. */
import { lookUpLink, me, setPasswordByLink, signIn, type PasswordLink } from '../api/auth.js';
import { ApiError } from '../api/client.js';
import { byId, el } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { onSubmit, say, setFieldError, showFieldErrors, type FormParts } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { newPasswordField } from '../ui/password-field.js';
import { themeSwitch } from '../ui/theme.js';
import { describe } from '../ui/trouble.js';
import { words } from '../words/index.js';
import { arrive } from './arrive.js';
import { isCode, sayFailure } from './failure.js';
import { doorForm, setScene } from './scene.js';
import { showSecondStep } from './second-step.js';

const text = words.link;

/**
 * Taken out of the address, where others would see it and the history would keep it. A reload finds it in the
 * state of this entry of the history, which goes with the tab.
 */
function takeToken(): string | null {
  const given = /^#([0-9a-f]{32})$/i.exec(location.hash)?.[1];
  const state = history.state as { link?: unknown } | null;
  if (given === undefined) return typeof state?.link === 'string' ? state.link : null;
  history.replaceState({ link: given.toLowerCase() }, '', location.pathname);
  return given.toLowerCase();
}

/** Nothing to fill in here: says why, and what to do. */
function deadEnd(title: string, sentence: string, action: HTMLElement): void {
  const panel = el(
    'div',
    { class: 'panel door-panel door-state' },
    el('span', { class: 'state-sign' }, icon('warning')),
    el('p', {}, sentence),
    action,
  );
  setScene({ title, panel });
}

const signInLink = (): HTMLElement =>
  el('a', { class: 'button button-wide', href: '/login.html' }, text.toSignIn);

/** The link stays in the state of the page, so that a reload says the same again. */
function over(): void {
  deadEnd(text.over, text.overText, signInLink());
}

/** For whoever looks, and for the password manager, which keeps the password under this name. */
function nameField(username: string): HTMLElement {
  const input = el('input', {
    id: 'username',
    name: 'username',
    type: 'text',
    autocomplete: 'username',
    readonly: true,
  });
  input.value = username;
  return field(input, { label: words.fields.username });
}

/** Signs in with what was just set; whoever has a second factor shows it as ever. */
async function enter(parts: FormParts, username: string, password: string): Promise<void> {
  history.replaceState(null, '', location.pathname);
  const toSignIn = () => location.replace('/login.html?reason=password-set');
  try {
    const step = await signIn({ username, password, remember: false });
    if (step === null) await arrive(parts);
    else showSecondStep({ ...step, username, onDone: arrive, onBack: toSignIn, onOver: toSignIn });
  } catch {
    // The password is set all the same.
    toSignIn();
  }
}

function showForm(token: string, { username, kind }: PasswordLink): void {
  const fresh = newPasswordField({ id: 'password', name: 'password', label: text.password }, () => username);
  const parts = doorForm(text.submit, text.busy, nameField(username), fresh.root);
  const { input } = fresh;
  input.addEventListener('input', () => setFieldError(input, null));
  onSubmit(parts, async () => {
    const problem = fresh.problem();
    if (showFieldErrors([input], problem === null ? {} : { password: problem })) return;
    try {
      await setPasswordByLink(token, input.value);
    } catch (error) {
      if (isCode(error, 'link_over')) return over();
      if (error instanceof ApiError && showFieldErrors([input], error.errors)) return;
      return sayFailure(parts, error);
    }
    await enter(parts, username, input.value);
  });
  setScene({ title: text.titles[kind], lead: text.leads[kind], panel: parts.form });
  input.focus();
  void warnOfOther(parts, username);
}

/** Whoever is signed in here as somebody else (the administrator who made the link, perhaps) should know. */
async function warnOfOther(parts: FormParts, username: string): Promise<void> {
  try {
    const here = await me('throw');
    if (here.username !== username) say(parts, 'info', text.signedInAs(here.username, username));
  } catch {
    // Nobody is, or it cannot be told: then there is nothing to say.
  }
}

async function start(): Promise<void> {
  const token = takeToken();
  if (token === null) return deadEnd(text.broken, text.brokenText, signInLink());
  try {
    showForm(token, await lookUpLink(token));
  } catch (error) {
    if (isCode(error, 'link_over')) return over();
    const again = el('button', { class: 'button button-wide', type: 'button' }, text.tryAgain);
    again.addEventListener('click', () => void start());
    deadEnd(text.title, describe(error), again);
  }
}

byId('theme', HTMLElement).append(themeSwitch('theme'));
void start();
// Another link, pasted into the address of this page.
addEventListener('hashchange', () => void start());
