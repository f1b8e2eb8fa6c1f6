import { choice, named, object, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { linkPasswordSchema, linkSchema } from './links-schema.js';

const KIND = choice('invite', 'reset');

/** Below /api/users. */
export const userLinkOperations: Operations = {
  'POST /:id/password-link': {
    summary: 'Make a link by which a user sets a password',
    description:
      'It works once, for 24 hours, and takes the place of an earlier one; nothing changes before it is used. ' +
      'It is told here only: pass it on by a way that you trust. It is an invitation for who never had a password.',
    body: {},
    answer: named('PasswordLink', { url: text, kind: KIND, expires_at: time }),
    errors: ['not_found', 'session_needed', 'reauthentication_required'],
  },
};

/** Below /api/auth/link. */
export const linksOperations: Operations = {
  'POST /': {
    summary: 'Tell whose password a link sets',
    body: linkSchema,
    answer: object({ username: text, kind: KIND, expires_at: time }),
    errors: ['link_over', 'too_many_attempts'],
  },
  'POST /password': {
    summary: 'Set a password by a link',
    description:
      'Uses the link up and ends all sessions of its owner, who signs in with the new password then.',
    body: linkPasswordSchema,
    answer: object({ ok: { type: 'boolean', const: true }, username: text }),
    errors: ['link_over', 'weak_password', 'too_many_attempts', 'busy'],
  },
};
