/** The browser's passkeys. What speaks to it is loaded when somebody uses one. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';

/** No passkey came: the reader closed the browser's question, or waited too long, or has none here. */
export class NoPasskey extends Error {
  /** @param isKnownHere the device has one of this account already (when making one) */
  constructor(readonly isKnownHere: boolean) {
    super('No passkey was given.');
    this.name = 'NoPasskey';
  }
}

/** A passkey belongs to a name: a browser makes none for a bare address, nor over plain HTTP. */
const isAddress = (host: string): boolean => /^[\d.]+$|^\[/.test(host);

/** Whether this browser can be asked for passkeys at this address. */
export function passkeysPossible(): boolean {
  return 'PublicKeyCredential' in window && isSecureContext && !isAddress(location.hostname);
}

async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    // A question that another one took the place of is over as well.
    if (name === 'NotAllowedError' || name === 'AbortError') throw new NoPasskey(false);
    if (name === 'InvalidStateError') throw new NoPasskey(true);
    throw error;
  }
}

/** Has the reader show one of their passkeys. @throws NoPasskey */
export async function usePasskey(
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return ask(() => startAuthentication({ optionsJSON }));
}

/** Has the reader make a passkey. @throws NoPasskey */
export async function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return ask(() => startRegistration({ optionsJSON }));
}
