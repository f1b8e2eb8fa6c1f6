import { isPlainObject } from '../core/text.js';
import { field, optional, optionalFlag, textField } from '../http/validate.js';
import { codeField, stepField } from '../second-factor/second-factor-schema.js';

const BASE64URL = /^[A-Za-z0-9_-]+$/;
const MAX_TEXT = 16_384;

const isBytes = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_TEXT && BASE64URL.test(value);

const BYTES = { type: 'string', pattern: BASE64URL.source, maxLength: MAX_TEXT };

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

export const secondStepSchema = {
  step: stepField,
  code: optional(codeField),
  passkey: optional(assertionField),
};

export const passkeySignInSchema = {
  step: stepField,
  passkey: assertionField,
  remember: optionalFlag('remember'),
};

export const reauthenticateSchema = {
  password: optional(textField('The password')),
  code: optional(codeField),
  step: optional(stepField),
  passkey: optional(assertionField),
};
