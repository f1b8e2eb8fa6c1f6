import { HttpError } from 'react-admin';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON as PasskeyRequest,
} from '@simplewebauthn/browser';
import { i18nProvider } from './i18n';

export type { PasskeyRequest };

const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

/** The question was closed or timed out, there is none here, or another question took its place: no browser tells. */
const CALLED_OFF = ['NotAllowedError', 'AbortError'];

/** Passkeys belong to a name: there are none for an address of numbers, nor over plain HTTP. */
export const hasPasskeys = (): boolean =>
  window.isSecureContext && 'PublicKeyCredential' in window && !ADDRESS.test(window.location.hostname);

const failure = (key: string): HttpError => new HttpError(i18nProvider.translate(`clearview.${key}`), 0, {});

/**
 * Has the browser ask for a passkey. What speaks to it is loaded when somebody uses one.
 * @returns the answer as the server takes it; null when it was called off, or there is none here
 * @throws HttpError with words
 */
export async function askForPasskey(optionsJSON: PasskeyRequest): Promise<AuthenticationResponseJSON | null> {
  const { startAuthentication } = await import('@simplewebauthn/browser').catch(() => {
    throw failure('error.unreachable');
  });
  try {
    return await startAuthentication({ optionsJSON });
  } catch (error) {
    if (CALLED_OFF.includes((error as Error).name)) return null;
    throw failure('second_factor.passkey_failed');
  }
}
