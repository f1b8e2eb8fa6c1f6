import { SIGNED_IN } from '../auth/two-step-operations.js';
import { flag, named } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { setupSchema } from './setup-schema.js';

export const setupOperations: Operations = {
  'GET /setup-required': {
    summary: 'Ask whether the first administrator is still to be made',
    answer: named('SetupRequired', { setup_required: flag }),
  },
  'POST /setup': {
    summary: 'Make the first administrator, and sign in',
    description: '`setup_token` is for an instance that was configured with one, and for no other.',
    body: setupSchema,
    answer: SIGNED_IN,
    errors: ['setup_done', 'setup_token_required', 'weak_password', 'busy'],
  },
};
