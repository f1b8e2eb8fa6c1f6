import { ApiError } from '../../api/client.js';
import { beginTotp, confirmTotp, type TotpSecret, type WithCodes } from '../../api/second-factor.js';
import { copyButton } from '../../ui/copy-button.js';
import { el, type Child } from '../../ui/dom.js';
import { field } from '../../ui/fields.js';
import { setFieldError, type FieldErrors } from '../../ui/form.js';
import { qrCode } from '../../ui/qr.js';
import { stepForm } from '../../ui/send-form.js';
import { isAbandoned } from '../../ui/trouble.js';
import { words } from '../../words/index.js';
import { withFresh } from '../reauthenticate.js';
import { present } from '../view.js';
import { showRecoveryCodes } from './recovery-codes.js';

const text = words.totp;

/** In groups of four, as one types it. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

function step(number: number, title: string, ...content: Child[]): HTMLElement {
  return el(
    'section',
    { class: 'task-step' },
    el('span', { class: 'task-number', 'aria-hidden': 'true' }, String(number)),
    el('div', { class: 'task-body' }, el('h3', {}, title), ...content),
  );
}

async function scanStep({ secret, uri }: TotpSecret): Promise<HTMLElement> {
  return step(
    1,
    text.scanTitle,
    el('p', { class: 'muted' }, text.scanText),
    el(
      'div',
      { class: 'qr-row' },
      await qrCode(uri, text.qr),
      el(
        'div',
        { class: 'qr-words' },
        el('p', { class: 'qr-title' }, text.typeTitle),
        el('p', { class: 'muted' }, text.typeText),
        el('code', { class: 'secret-key' }, grouped(secret)),
        el('div', { class: 'button-row' }, copyButton(secret, text.copyKey)),
        el('a', { class: 'qr-here', href: uri }, text.openHere),
      ),
    ),
  );
}

function codeField(): HTMLInputElement {
  return el('input', {
    id: 'totp-code',
    name: 'code',
    class: 'code-input',
    type: 'text',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 12,
    spellcheck: false,
  });
}

/** Takes the first code. @param done is told what came with it */
async function enrolForm(
  secret: TotpSecret,
  signal: AbortSignal,
  done: (answer: WithCodes) => void,
): Promise<HTMLElement> {
  const code = codeField();
  const digits = () => code.value.replace(/[\s-]/g, '');
  return stepForm({
    content: [
      await scanStep(secret),
      step(2, text.codeTitle, field(code, { label: text.code, help: text.codeHelp })),
    ],
    fields: [code],
    submit: text.submit,
    busy: text.busy,
    signal,
    check: (): FieldErrors => (/^\d{6}$/.test(digits()) ? {} : { code: text.codeMissing }),
    run: async () => {
      try {
        done(await withFresh(() => confirmTotp(digits()), signal));
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'invalid_code')) throw error;
        setFieldError(code, text.codeWrong);
        code.select();
      }
    },
  });
}

/**
 * Sets up an authenticator app in `host`: the secret as a picture and as text, the first code, and the recovery codes
 * where there were none. Resolves when all of it is done, rejects (isAbandoned) when the reader did not want to show
 * who they are, and never settles when `signal` ends it.
 */
export async function enrolTotp(host: HTMLElement, signal: AbortSignal): Promise<void> {
  const { recovery_codes: codes } = await new Promise<WithCodes>((resolve, reject) => {
    const refuse = (error: unknown): never => {
      if (isAbandoned(error)) reject(error);
      throw error;
    };
    void present({
      host,
      signal,
      skeleton: () => el('div', { class: 'task-skeleton' }),
      load: async () => enrolForm(await withFresh(beginTotp, signal).catch(refuse), signal, resolve),
      show: (form) => host.replaceChildren(form),
    });
  });
  if (codes !== null) await showRecoveryCodes(host, codes, signal);
}
