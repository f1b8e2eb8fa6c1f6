import { flag, listOf, named, nullable, object, OK, text, time, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { PASSKEY } from '../passkeys/passkeys-operations.js';
import { confirmSchema } from './second-factor-schema.js';

const CODES = listOf({ type: 'string', pattern: '^([a-z2-7]{4}-){3}[a-z2-7]{4}$' });

export const secondFactorOperations: Operations = {
  'GET /': {
    summary: 'Your second factor: an authenticator app, passkeys, recovery codes',
    answer: named('SecondFactor', {
      totp: nullable(object({ since: time })),
      recovery_codes_left: whole,
      passkeys: listOf(PASSKEY),
      required: flag,
      passkeys_available: flag,
    }),
  },
  'POST /totp': {
    body: {},
    summary: 'Make a secret for an authenticator app',
    description:
      'It is shown this once, and counts once a code of it was confirmed. One that waited is replaced.',
    answer: object({ secret: { type: 'string', pattern: '^[A-Z2-7]{32}$' }, uri: text }),
    errors: ['reauthentication_required', 'factor_exists'],
  },
  'POST /totp/confirm': {
    summary: 'Confirm an authenticator app by a first code',
    description: 'Recovery codes come with it when there were none.',
    body: confirmSchema,
    answer: object({ ok: { type: 'boolean', const: true }, recovery_codes: nullable(CODES) }),
    errors: ['reauthentication_required', 'invalid_code'],
  },
  'DELETE /totp': {
    summary: 'Remove the authenticator app',
    body: {},
    answer: OK,
    errors: ['reauthentication_required', 'second_factor_needed', 'not_found'],
  },
  'POST /recovery-codes': {
    summary: 'Make new recovery codes; the old ones end',
    body: {},
    answer: object({ recovery_codes: CODES }),
    errors: ['reauthentication_required', 'second_factor_needed'],
  },
};

export const userSecondFactorOperations: Operations = {
  'DELETE /': {
    summary: "Take away a user's second factor",
    description:
      'Its app, passkeys and recovery codes go, for somebody who lost them. Not for oneself, and not for tokens.',
    body: {},
    answer: OK,
    errors: ['not_found', 'own_account', 'reauthentication_required'],
  },
};
