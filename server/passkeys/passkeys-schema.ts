import { isPlainObject, isStorable } from '../core/text.js';
import { field } from '../http/validate.js';
import { stepField } from '../second-factor/second-factor-schema.js';

const BASE64URL = /^[A-Za-z0-9_-]+$/;
/** Far more than any browser says. */
const MAX_TEXT = 65_536;
const MAX_NAME = 100;

const BYTES = { type: 'string', pattern: BASE64URL.source, maxLength: MAX_TEXT };

const isBytes = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_TEXT && BASE64URL.test(value);

/** Words of a browser, such as `usb`, `hybrid` or one of tomorrow. */
const isTransports = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) &&
    value.length <= 10 &&
    value.every((word) => typeof word === 'string' && /^[a-z-]{1,20}$/.test(word)));

function isRegistration(value: unknown): boolean {
  if (!isPlainObject(value) || !isPlainObject(value.response)) return false;
  const { clientDataJSON, attestationObject, transports } = value.response;
  return (
    value.type === 'public-key' &&
    [value.id, value.rawId, clientDataJSON, attestationObject].every(isBytes) &&
    isTransports(transports)
  );
}

/** What a browser's navigator.credentials.create answers, as JSON; what else it says is not read. */
const registrationField = field(
  {
    type: 'object',
    required: ['id', 'rawId', 'type', 'response'],
    properties: {
      id: BYTES,
      rawId: BYTES,
      type: { const: 'public-key' },
      response: {
        type: 'object',
        required: ['clientDataJSON', 'attestationObject'],
        properties: {
          clientDataJSON: BYTES,
          attestationObject: BYTES,
          transports: { type: 'array', items: { type: 'string', pattern: '^[a-z-]{1,20}$' }, maxItems: 10 },
        },
      },
    },
  },
  isRegistration,
  'passkey must be the answer of a browser (RegistrationResponseJSON).',
);

function isAssertion(value: unknown): boolean {
  if (!isPlainObject(value) || !isPlainObject(value.response)) return false;
  const { clientDataJSON, authenticatorData, signature, userHandle } = value.response;
  return (
    value.type === 'public-key' &&
    [value.id, value.rawId, clientDataJSON, authenticatorData, signature].every(isBytes) &&
    (userHandle === undefined || userHandle === '' || isBytes(userHandle))
  );
}

/** What a browser's navigator.credentials.get answers, as JSON; what else it says is not read. */
export const assertionField = field(
  {
    type: 'object',
    required: ['id', 'rawId', 'type', 'response'],
    properties: {
      id: BYTES,
      rawId: BYTES,
      type: { const: 'public-key' },
      response: {
        type: 'object',
        required: ['clientDataJSON', 'authenticatorData', 'signature'],
        properties: {
          clientDataJSON: BYTES,
          authenticatorData: BYTES,
          signature: BYTES,
          userHandle: { type: 'string', maxLength: MAX_TEXT },
        },
      },
    },
  },
  isAssertion,
  'passkey must be the answer of a browser (AuthenticationResponseJSON).',
);

const nameField = field(
  { type: 'string', minLength: 1, maxLength: MAX_NAME, pattern: '\\S' },
  (value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= MAX_NAME && isStorable(value),
  `Give the passkey a name of 1 to ${MAX_NAME} characters.`,
);

export const newPasskeySchema = { step: stepField, passkey: registrationField, name: nameField };

export const renameSchema = { name: nameField };
