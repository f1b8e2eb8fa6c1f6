import { choice, flag, listOf, named, nullable, object, OK, text } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { ROLES } from '../users/users-schema.js';
import { STEP_SHAPE } from '../second-factor/second-factor-schema.js';
import { passkeySignInSchema, reauthenticateSchema, secondStepSchema } from './two-step-schema.js';

/** What a browser's navigator.credentials.get is asked (PublicKeyCredentialRequestOptionsJSON). */
const PASSKEY_REQUEST = {
  title: 'PasskeyRequest',
  type: 'object',
  required: ['challenge', 'rpId', 'userVerification'],
  properties: {
    challenge: text,
    rpId: text,
    timeout: { type: 'integer' },
    userVerification: text,
    allowCredentials: listOf({ type: 'object' }),
  },
};

/** Who signed in. */
export const SIGNED_IN = named('SignedIn', { username: text, role: choice(...ROLES) });

/** What the first step answers to somebody who has a second factor. */
export const SECOND_STEP = named('SecondStep', {
  second_factor_required: { type: 'boolean', const: true },
  step: STEP_SHAPE,
  methods: listOf(choice('totp', 'recovery_code', 'passkey')),
  passkey_options: nullable(PASSKEY_REQUEST),
});

export const twoStepOperations: Operations = {
  'POST /login/second-factor': {
    summary: 'Take the second step of a sign-in',
    description:
      'Give a code (of the app, or for recovery) or the answer of a passkey. Each step takes five codes and lives for five minutes. The session comes as a cookie.',
    body: secondStepSchema,
    answer: SIGNED_IN,
    errors: ['invalid_credentials', 'step_over', 'too_many_attempts'],
  },
  'POST /passkey/options': {
    summary: 'Begin a sign-in by passkey alone',
    body: {},
    answer: object({ step: STEP_SHAPE, options: PASSKEY_REQUEST }),
    errors: ['passkeys_unavailable', 'too_many_requests'],
  },
  'POST /passkey': {
    summary: 'Sign in by passkey alone',
    description: 'The session comes as a cookie. Each step takes one answer.',
    body: passkeySignInSchema,
    answer: SIGNED_IN,
    errors: ['invalid_credentials', 'step_over'],
  },
};

export const reauthenticateOperations: Operations = {
  'GET /': {
    summary: 'Whether you showed who you are within ten minutes, and by what you may',
    answer: named('Reauthentication', {
      fresh: flag,
      needs: listOf(choice('password', 'code', 'passkey')),
      step: nullable(STEP_SHAPE),
      passkey_options: nullable(PASSKEY_REQUEST),
    }),
  },
  'POST /': {
    summary: 'Show once more who you are',
    description:
      'The password; with it a code or a passkey for who has a second factor. A passkey that asked for a finger or a PIN does alone.',
    body: reauthenticateSchema,
    answer: OK,
    errors: ['wrong_password', 'invalid_code', 'passkey_refused', 'step_over', 'too_many_attempts', 'busy'],
  },
};
