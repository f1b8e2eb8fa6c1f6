/** What the server asks a passkey to sign, as JSON (WebAuthn's `PublicKeyCredentialRequestOptionsJSON`). */
export interface PasskeyRequest {
  challenge: string;
  timeout?: number;
  rpId?: string;
  userVerification?: UserVerificationRequirement;
  allowCredentials?: { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] }[];
}

const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

/** Passkeys belong to a name: there are none for an address of numbers, nor over plain HTTP. */
export const hasPasskeys = (): boolean =>
  window.isSecureContext && 'PublicKeyCredential' in window && !ADDRESS.test(window.location.hostname);

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toText(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Has the browser ask for a passkey.
 * @returns the answer as the server takes it; null when it was called off, or there is none here
 */
export async function askForPasskey(request: PasskeyRequest): Promise<object | null> {
  const { allowCredentials = [], challenge, ...rest } = request;
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...rest,
    challenge: toBytes(challenge),
    allowCredentials: allowCredentials.map((one) => ({ ...one, id: toBytes(one.id) })),
  };
  // Which of the two it was, no browser tells.
  const given = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!(given instanceof PublicKeyCredential)) return null;
  const answer = given.response as AuthenticatorAssertionResponse;
  return {
    id: given.id,
    rawId: toText(given.rawId),
    type: given.type,
    clientExtensionResults: given.getClientExtensionResults(),
    ...(given.authenticatorAttachment && { authenticatorAttachment: given.authenticatorAttachment }),
    response: {
      authenticatorData: toText(answer.authenticatorData),
      clientDataJSON: toText(answer.clientDataJSON),
      signature: toText(answer.signature),
      ...(answer.userHandle && { userHandle: toText(answer.userHandle) }),
    },
  };
}
