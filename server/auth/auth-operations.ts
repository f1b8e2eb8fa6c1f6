import { SCOPES } from '../core/context.js';
import { choice, flag, id, listOf, named, nullable, object, OK, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { ROLES } from '../users/users-schema.js';
import { credentialsSchema } from './auth-schema.js';

/** Who signed in. */
export const SIGNED_IN = named('SignedIn', { username: text, role: choice(...ROLES) });

export const authOperations: Operations = {
  'POST /login': {
    summary: 'Sign in',
    description: 'Sets the cookie `clearview_session`. Scripts use a token instead.',
    body: credentialsSchema,
    answer: SIGNED_IN,
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
