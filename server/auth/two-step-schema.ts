import { optional, optionalFlag, textField } from '../http/validate.js';
import { assertionField } from '../passkeys/passkeys-schema.js';
import { codeField, stepField } from '../second-factor/second-factor-schema.js';

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
