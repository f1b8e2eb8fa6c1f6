/** What somebody has to do before Clearview opens: change a password that another chose, add a second factor. */
import { changePassword, me, type SessionUser } from '../api/auth.js';
import { ApiError } from '../api/client.js';
import { passkeysPossible } from '../api/passkey.js';
import { addPasskey } from '../app/account/add-passkey.js';
import { enrolTotp } from '../app/account/enrol-totp.js';
import { leave } from '../app/sign-out.js';
import { byId, el } from '../ui/dom.js';
import { onSubmit, setFieldError, showFieldErrors, type FieldErrors } from '../ui/form.js';
import { icon, type IconName } from '../ui/icons.js';
import { newPasswordField, passwordField } from '../ui/password-field.js';
import { themeSwitch } from '../ui/theme.js';
import { toastRegion } from '../ui/toast.js';
import { describe } from '../ui/trouble.js';
import { words } from '../words/index.js';
import { goOn } from './arrive.js';
import { isCode, sayFailure } from './failure.js';
import { doorForm, quietButton, setScene } from './scene.js';

const text = words.required;
/** Ends what the scene before was still doing. */
let leaving = new AbortController();

function begin(): AbortSignal {
  leaving.abort();
  leaving = new AbortController();
  return leaving.signal;
}

/** How many there were when the page was opened, so that one sees how far it is. */
let all = 0;

const dutiesOf = (user: SessionUser): number =>
  Number(user.must_change_password) + Number(user.must_add_second_factor);

function lead(user: SessionUser, sentence: string): Node {
  const step = all > 1 && el('span', { class: 'door-step' }, text.step(all - dutiesOf(user) + 1, all));
  return el('span', {}, step, sentence);
}

function whoIsHere({ username }: SessionUser): Node[] {
  return [el('p', {}, text.signedInAs(username)), quietButton(text.signOut, () => void leave())];
}

function showPassword(user: SessionUser): void {
  const own = text.password;
  const current = passwordField({
    id: 'current-password',
    name: 'current_password',
    label: own.current,
    help: own.currentHelp,
  });
  const fresh = newPasswordField(
    { id: 'new-password', name: 'new_password', label: own.next },
    () => user.username,
  );
  // For the password manager, which keeps the new one under this name.
  const name = el('input', {
    class: 'visually-hidden',
    type: 'text',
    autocomplete: 'username',
    readonly: true,
  });
  name.tabIndex = -1;
  name.setAttribute('aria-hidden', 'true');
  name.value = user.username;
  const parts = doorForm(own.submit, own.busy, name, current.root, fresh.root);
  const inputs = [current.input, fresh.input];
  const missing = (): FieldErrors => {
    const problem =
      fresh.input.value === current.input.value && fresh.input.value !== '' ? own.same : fresh.problem();
    return {
      ...(current.input.value === '' ? { current_password: own.currentMissing } : {}),
      ...(problem === null ? {} : { new_password: problem }),
    };
  };
  for (const input of inputs) input.addEventListener('input', () => setFieldError(input, null));
  onSubmit(parts, async () => {
    if (showFieldErrors(inputs, missing())) return;
    try {
      await changePassword(current.input.value, fresh.input.value);
      await next();
    } catch (error) {
      if (isCode(error, 'wrong_password')) showFieldErrors(inputs, { current_password: own.currentWrong });
      else if (!(error instanceof ApiError && showFieldErrors(inputs, error.errors)))
        sayFailure(parts, error);
    }
  });
  setScene({ title: own.title, lead: lead(user, own.lead), panel: parts.form, after: whoIsHere(user) });
  current.input.focus();
}

interface Way {
  sign: IconName;
  title: string;
  sentence: string;
  add: (host: HTMLElement, signal: AbortSignal) => Promise<void>;
}

const app: Way = { sign: 'phone', title: text.factor.app, sentence: text.factor.appText, add: enrolTotp };
const passkey: Way = {
  sign: 'key',
  title: text.factor.passkey,
  sentence: text.factor.passkeyText,
  add: addPasskey,
};

function wayButton(user: SessionUser, way: Way): HTMLElement {
  return el(
    'button',
    { class: 'way', type: 'button', onclick: () => showWay(user, way) },
    el('span', { class: 'way-sign' }, icon(way.sign)),
    el('span', { class: 'way-words' }, el('strong', {}, way.title), el('span', {}, way.sentence)),
    icon('next'),
  );
}

function showWays(user: SessionUser): void {
  begin();
  if (!passkeysPossible()) return showWay(user, app);
  const panel = el('div', { class: 'panel ways' }, wayButton(user, passkey), wayButton(user, app));
  setScene({
    title: text.factor.title,
    lead: lead(user, text.factor.lead),
    panel,
    after: whoIsHere(user),
  });
  byId('title', HTMLHeadingElement).focus();
}

function showWay(user: SessionUser, way: Way): void {
  const signal = begin();
  const host = el('div', { class: 'door-task' });
  const other = passkeysPossible() && quietButton(text.factor.other, () => showWays(user));
  setScene({
    title: text.factor.title,
    lead: lead(user, text.factor.lead),
    panel: el('section', { class: 'panel door-panel door-wide' }, el('h2', {}, way.title), host),
    after: [other, ...whoIsHere(user)],
  });
  byId('title', HTMLHeadingElement).focus();
  // What is shown once, the recovery codes, nobody should leave by the way.
  const after = byId('after', HTMLElement);
  const keep = new MutationObserver(() => (after.hidden = host.dataset.keep !== undefined));
  keep.observe(host, { attributeFilter: ['data-keep'] });
  void way.add(host, signal).then(start);
}

/** The first thing that is still to be done; when there is none, Clearview opens. */
async function next(): Promise<void> {
  const user = await me('throw');
  all = Math.max(all, dutiesOf(user));
  if (user.must_change_password) showPassword(user);
  else if (user.must_add_second_factor) showWays(user);
  else goOn();
}

async function start(): Promise<void> {
  begin();
  try {
    await next();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401)
      return location.replace(`/login.html${location.search}`);
    const again = el('button', { class: 'button button-wide', type: 'button' }, words.trouble.tryAgain);
    again.addEventListener('click', () => void start());
    setScene({
      title: text.title,
      panel: el('div', { class: 'panel door-panel door-state' }, el('p', {}, describe(error)), again),
    });
  }
}

byId('theme', HTMLElement).append(themeSwitch('theme'));
document.body.append(toastRegion());
void start();
addEventListener('pageshow', (event) => event.persisted && void start());
