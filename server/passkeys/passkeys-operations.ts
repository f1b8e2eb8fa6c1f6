import { flag, id, listOf, named, nullable, object, OK, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { STEP_SHAPE } from '../second-factor/second-factor-schema.js';
import { newPasskeySchema, renameSchema } from './passkeys-schema.js';

const FIELDS = { id, name: text, created_at: time, last_used_at: nullable(time), backed_up: flag };

export const PASSKEY = named('Passkey', FIELDS);

/** What a browser's navigator.credentials.create is asked (PublicKeyCredentialCreationOptionsJSON). */
const CREATION = {
  title: 'PasskeyCreation',
  type: 'object',
  required: ['challenge', 'rp', 'user', 'pubKeyCredParams'],
  properties: {
    challenge: text,
    rp: { type: 'object' },
    user: { type: 'object' },
    pubKeyCredParams: listOf({ type: 'object' }),
    timeout: { type: 'integer' },
    excludeCredentials: listOf({ type: 'object' }),
    authenticatorSelection: { type: 'object' },
    attestation: text,
  },
};

export const passkeysOperations: Operations = {
  'POST /options': {
    summary: 'Begin to make a passkey',
    body: {},
    answer: object({ step: STEP_SHAPE, options: CREATION }),
    errors: ['reauthentication_required', 'passkeys_unavailable', 'too_many'],
  },
  'POST /': {
    summary: 'Keep a passkey that the browser made',
    description: 'Recovery codes come with it when there were none.',
    body: newPasskeySchema,
    answer: object({ ...FIELDS, recovery_codes: nullable(listOf(text)) }),
    errors: ['reauthentication_required', 'passkeys_unavailable', 'passkey_refused', 'step_over', 'too_many'],
  },
  'PATCH /:id': {
    summary: 'Rename a passkey of yours',
    body: renameSchema,
    answer: PASSKEY,
    errors: ['not_found'],
  },
  'DELETE /:id': {
    summary: 'Remove a passkey of yours',
    body: {},
    answer: OK,
    errors: ['reauthentication_required', 'not_found', 'second_factor_needed'],
  },
};
