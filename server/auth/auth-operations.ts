import { SCOPES } from '../core/context.js';
import { choice, flag, id, listOf, named, nullable, object, OK, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { ROLES } from '../users/users-schema.js';
import { credentialsSchema } from './auth-schema.js';
import { SECOND_STEP, SIGNED_IN } from './two-step-operations.js';

export const authOperations: Operations = {
  'POST /login': {
    summary: 'Sign in, or take the first of two steps',
    description:
      'Sets the cookie `clearview_session`; to somebody who has a second factor it answers a step instead. Scripts use a token.',
    body: credentialsSchema,
    answer: { oneOf: [SIGNED_IN, SECOND_STEP] },
    errors: ['invalid_credentials', 'too_many_attempts', 'busy'],
  },
  'POST /logout': {
    summary: 'Sign out',
    description: 'Ends the session of the cookie, if there is one, and clears the cookie.',
    body: {},
    answer: OK,
  },
};

export const meOperations: Operations = {
  'GET /': {
    summary: 'Read who is signed in',
    answer: named('Me', {
      id,
      username: text,
      role: choice(...ROLES),
      must_change_password: flag,
      second_factor: flag,
      must_add_second_factor: flag,
      token: nullable(object({ name: text, scopes: listOf(choice(...SCOPES)), expires_at: time })),
    }),
  },
};
