import { object, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { ownPasswordSchema } from './own-password-schema.js';

export const ownPasswordOperations: Operations = {
  'POST /': {
    summary: "Change one's own password",
    description:
      'Ends all other sessions and gives this one a new cookie. Wrong current passwords count as failed sign-ins do.',
    body: ownPasswordSchema,
    answer: object({ ok: { type: 'boolean', const: true }, sessions_ended: whole }),
    errors: ['wrong_password', 'weak_password', 'too_many_attempts', 'busy'],
  },
};
