/** Asks once more who sits there, where the API wants to know it (403 `reauthentication_required`). */
import { freshness, reauthenticate, type Freshness } from '../api/auth.js';
import { ApiError } from '../api/client.js';
import { passkeysPossible, usePasskey } from '../api/passkey.js';
import { busyButton } from '../ui/busy-button.js';
import { openDialog, type DialogParts } from '../ui/dialog.js';
import { el, type Child } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { say, type FieldErrors } from '../ui/form.js';
import { duration } from '../ui/format.js';
import { passwordField } from '../ui/password-field.js';
import { describe } from '../ui/trouble.js';
import { words } from '../words/index.js';

const text = words.reauthenticate;

/**
 * Does something that the API grants only to who showed within ten minutes that it is them; asks for that when it
 * has to, and then does it.
 * @param signal ends with the page
 * @throws what `call` throws; an AbortError when the reader closed the question, which needs no word (isAbandoned)
 */
export async function withFresh<T>(
  call: () => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'reauthentication_required')) throw error;
  }
  await ask(await freshness(), signal);
  return call();
}

/** The browser asks for the passkey; the challenge is a new one each time, as one answer ends it. */
async function showPasskey(): Promise<void> {
  const { step, passkey_options: options } = await freshness();
  if (step === null || options === null) throw new ApiError(400, 'passkeys_unavailable', text.noWay);
  await reauthenticate({ step, passkey: await usePasskey(options) });
}

interface Typed {
  content: Child[];
  fields: HTMLInputElement[];
  check: () => FieldErrors;
  send: () => Promise<void>;
}

function codeInput(): HTMLInputElement {
  return el('input', {
    id: 'fresh-code',
    name: 'code',
    class: 'mono',
    type: 'text',
    autocomplete: 'one-time-code',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
}

/** What is asked of somebody who types: a password, a code, or both. */
function typedProof(needs: Freshness['needs']): Typed {
  const password = passwordField({ id: 'fresh-password', name: 'password', label: text.password });
  const code = codeInput();
  const isAsked = ({ name }: HTMLInputElement) => needs.some((need) => need === name);
  const fields = [password.input, code].filter(isAsked);
  const missing: FieldErrors = { password: text.passwordMissing, code: text.codeMissing };
  return {
    content: [
      isAsked(password.input) && password.root,
      isAsked(code) && field(code, { label: text.code, help: text.codeHelp }),
    ],
    fields,
    check: () =>
      Object.fromEntries(
        fields.filter(({ value }) => value.trim() === '').map(({ name }) => [name, missing[name] ?? '']),
      ),
    send: () => reauthenticate(Object.fromEntries(fields.map(({ name, value }) => [name, value]))),
  };
}

/** In the words of this question, under the field it is about. */
function inOurWords(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { status, code, detail, retryAfter } = error;
  const at = (errors: FieldErrors) => new ApiError(status, code, detail, errors);
  if (code === 'wrong_password') return at({ password: text.passwordWrong });
  if (code === 'invalid_code') return at({ code: text.codeWrong });
  if (status === 429 && retryAfter !== null)
    return new ApiError(status, code, text.tooMany(duration(retryAfter)));
  return error;
}

/** Resolves when it was shown; an AbortError tells that it was not. */
function ask({ needs }: Freshness, signal: AbortSignal): Promise<void> {
  const byPasskey = needs.includes('passkey') && passkeysPossible();
  const typed = typedProof(needs);
  const isTyped = typed.fields.length > 0;
  return new Promise((resolve, reject) => {
    let parts: DialogParts | undefined = undefined;
    const passkeyButton = busyButton({
      label: text.passkey,
      busy: text.passkeyBusy,
      className: 'button button-wide',
      run: async () => {
        try {
          await showPasskey();
          resolve();
          parts?.dialog.close();
        } catch (error) {
          if (parts !== undefined) say(parts, 'warn', describe(inOurWords(error)));
        }
      },
    });
    parts = openDialog({
      title: text.title,
      content: [
        el('p', { class: 'muted' }, isTyped || byPasskey ? text.lead : text.noWay),
        ...(isTyped && byPasskey ? [passkeyButton, el('p', { class: 'or' }, text.or)] : []),
        ...(isTyped ? typed.content : []),
      ],
      fields: typed.fields,
      submit: isTyped || !byPasskey ? text.submit : text.passkey,
      busy: isTyped || !byPasskey ? text.busy : text.passkeyBusy,
      check: typed.check,
      run: async () => {
        await (isTyped ? typed.send() : showPasskey()).catch((error: unknown) =>
          Promise.reject(inOurWords(error) as Error),
        );
        resolve();
      },
      signal,
    });
    // After a success the promise is settled already, and this is of no effect.
    parts.dialog.addEventListener('close', () => reject(new DOMException('', 'AbortError')));
  });
}
