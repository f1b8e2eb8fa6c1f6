import { useSyncExternalStore } from 'react';
import { HttpError } from 'react-admin';
import { send } from './http';
import { i18nProvider } from './i18n';
import { askForPasskey, type PasskeyRequest } from './passkey';
import { sessionEnded } from './session';

/** How one shows that it is still oneself: password and code, or a passkey alone. */
export interface Proof {
  fresh: boolean;
  needs: ('password' | 'code' | 'passkey')[];
  step: string | null;
  passkey_options: PasskeyRequest | null;
}

const PATH = '/api/auth/reauthenticate';

let waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
const listeners = new Set<() => void>();

function settle(tell: (one: (typeof waiting)[number]) => void): void {
  const parked = waiting;
  waiting = [];
  listeners.forEach((listener) => listener());
  parked.forEach(tell);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether something waits until whoever sits there has shown who they are. */
export const isAsked = (): boolean => waiting.length > 0;
export const useIsAsked = (): boolean => useSyncExternalStore(subscribe, isAsked);

/** Called when the server wants it first. Resolves once it was shown; all that wait share one question. */
export const reauthentication = (): Promise<void> =>
  new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    listeners.forEach((listener) => listener());
  });

const goOn = (): void => settle(({ resolve }) => resolve());

/** Who has to sign in again meanwhile has shown it by that. */
async function ask<T>(method: string, body?: object): Promise<T | null> {
  try {
    return (await send<T>(method, PATH, body && { body })).data;
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    await sessionEnded().then(goOn, (reason: Error) => settle(({ reject }) => reject(reason)));
    return null;
  }
}

/** What is to be shown; null for who has done it meanwhile, in another tab or by signing in. */
export async function readProof(): Promise<Proof | null> {
  const proof = await ask<Proof>('GET');
  if (proof?.fresh) goOn();
  return proof?.fresh ? null : proof;
}

interface Given {
  password?: string;
  code?: string;
  step?: string | null;
  passkey?: object;
}

/** @throws HttpError with words; `body.errors` names the field that was wrong */
export async function showIt(given: Given): Promise<void> {
  if ((await ask('POST', given)) !== null) goOn();
}

/**
 * Asks the server for a challenge of its own: the first one may be old by now, or used.
 * @param password what was typed besides: a passkey that asked for no finger and no PIN does not do alone
 * @returns false when the browser had none to give
 */
export async function showPasskey(password: string): Promise<boolean> {
  const proof = await readProof();
  if (proof === null) return true;
  const passkey = proof.passkey_options && (await askForPasskey(proof.passkey_options));
  if (!passkey) return false;
  await showIt({ step: proof.step, passkey, ...(password !== '' && { password }) });
  return true;
}

/** Nothing of what waited is done. */
export function callOff(): void {
  const words = i18nProvider.translate('clearview.error.called_off');
  settle(({ reject }) => reject(new HttpError(words, 403, { code: 'called_off' })));
}
