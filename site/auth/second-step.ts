/** The second step of a sign-in: the password was right, now a code or a passkey. */
import { finishSignIn, type Method, type SecondProof, type SecondStep } from '../api/auth.js';
import { passkeysPossible, usePasskey } from '../api/passkey.js';
import { el } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { onSubmit, say, setFieldError, showFieldErrors, type FormParts } from '../ui/form.js';
import { words } from '../words/index.js';
import { isCode, sayFailure } from './failure.js';
import { doorForm, quietButton, setScene } from './scene.js';

const text = words.secondStep;
const digits = 6;

export interface SecondStepOptions extends SecondStep {
  username: string;
  /** The session has begun. */
  onDone: (parts: FormParts) => Promise<void>;
  /** It is unknown, used up or too old: everything from the beginning. */
  onOver: () => void;
  /** The reader wants to begin again. */
  onBack: () => void;
}

/** Sends what was shown, and tells by the answer what comes next. */
async function send(
  parts: FormParts,
  options: SecondStepOptions,
  proof: () => Promise<SecondProof>,
  onWrong: () => void,
): Promise<void> {
  try {
    await finishSignIn(options.step, await proof());
    await options.onDone(parts);
  } catch (error) {
    if (isCode(error, 'step_over')) options.onOver();
    else if (isCode(error, 'invalid_credentials')) onWrong();
    else sayFailure(parts, error);
  }
}

function codeInput(method: 'totp' | 'recovery_code'): HTMLInputElement {
  const isApp = method === 'totp';
  return el('input', {
    id: 'code',
    name: 'code',
    class: 'door-code',
    type: 'text',
    inputmode: isApp ? 'numeric' : 'text',
    autocomplete: isApp ? 'one-time-code' : 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    required: true,
  });
}

interface View {
  parts: FormParts;
  /** What takes the focus. */
  first: HTMLElement;
}

function codeView(method: 'totp' | 'recovery_code', options: SecondStepOptions): View {
  const own = text[method];
  const input = codeInput(method);
  const parts = doorForm(text.submit, text.busy, field(input, { label: own.label, help: own.help }));
  const wrong = () => {
    setFieldError(input, own.wrong);
    input.focus();
    input.select();
  };
  input.addEventListener('input', () => {
    setFieldError(input, null);
    // Sent with its last digit, as the help under the field says.
    if (method === 'totp' && input.value.replace(/\D/g, '').length === digits) parts.form.requestSubmit();
  });
  onSubmit(parts, async () => {
    if (showFieldErrors([input], input.value.trim() === '' ? { code: own.missing } : {})) return;
    await send(parts, options, () => Promise.resolve({ code: input.value }), wrong);
  });
  return { parts, first: input };
}

function passkeyView(options: SecondStepOptions): View {
  const parts = doorForm(text.passkey.submit, text.passkey.busy, el('p', {}, text.passkey.text));
  const proof = async () => {
    if (options.passkey_options === null) throw new Error('There is no challenge for a passkey.');
    return { passkey: await usePasskey(options.passkey_options) };
  };
  const wrong = () => say(parts, 'bad', text.passkey.wrong);
  onSubmit(parts, () => send(parts, options, proof, wrong));
  return { parts, first: parts.button };
}

/** What can be done here, the easiest first. */
function possible({ methods, passkey_options: passkey }: SecondStep): Method[] {
  const order: Method[] = ['passkey', 'totp', 'recovery_code'];
  return order.filter(
    (method) =>
      methods.includes(method) && (method !== 'passkey' || (passkey !== null && passkeysPossible())),
  );
}

/** Shows it, in the way that is easiest here, with the others below. */
export function showSecondStep(options: SecondStepOptions, chosen?: Method): void {
  const methods = possible(options);
  const method = chosen ?? methods[0] ?? 'recovery_code';
  const { parts, first } = method === 'passkey' ? passkeyView(options) : codeView(method, options);
  const others = methods.filter((one) => one !== method);
  setScene({
    title: text.title,
    lead: text.lead(options.username),
    panel: parts.form,
    after: [
      ...others.map((other) => quietButton(text.instead[other], () => showSecondStep(options, other))),
      quietButton(text.back, options.onBack),
      method === 'recovery_code' && el('p', {}, text.lost),
    ],
  });
  first.focus();
}
