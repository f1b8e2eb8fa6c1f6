import { ERROR_CODES } from '../core/errors.js';
import {
  choice,
  flag,
  id,
  listOf,
  named,
  nullable,
  object,
  OK,
  text,
  time,
  whole,
} from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { userLinkOperations } from '../links/links-operations.js';
import { USERS_LIST } from './users-routes.js';
import { bulkSchema, newPasswordSchema, newUserSchema, ROLES, userPatchSchema } from './users-schema.js';

const USER = named('User', {
  id,
  username: text,
  role: choice(...ROLES),
  is_active: flag,
  created_at: time,
  updated_at: time,
  last_login_at: nullable(time),
  revision: {
    ...whole,
    description: 'Rises when username, role or state change: the version in the `ETag`.',
  },
  live_sessions: whole,
  must_change_password: flag,
  second_factor: flag,
});

const BULK_RESULT = named('BulkResult', {
  changed: listOf(id),
  unchanged: listOf(id),
  refused: listOf(object({ id, code: choice(...ERROR_CODES), detail: text })),
});

export const usersOperations: Operations = {
  ...userLinkOperations,
  'GET /': { summary: 'List users', list: USERS_LIST, answer: USER },
  'POST /': {
    summary: 'Make a user',
    description:
      'With a password, or with `invite: true` and without one: nobody can sign in then before a link of ' +
      '`POST /api/users/:id/password-link` has been used.',
    body: newUserSchema,
    answer: USER,
    errors: ['weak_password', 'username_taken', 'busy', 'session_needed', 'reauthentication_required'],
  },
  'GET /export': {
    summary: 'Take users away as a file',
    selection: USERS_LIST,
    query: { format: { schema: choice('csv', 'jsonl'), description: 'What file.', required: true } },
    answer: USER,
    media: ['text/csv', 'application/jsonl'],
    errors: ['cross_origin', 'busy'],
  },
  'POST /bulk': {
    summary: 'Change or delete many users',
    description:
      'An update needs `data`. Those whom a rule protects are told in `refused`; the others are changed.',
    body: bulkSchema,
    answer: BULK_RESULT,
    errors: ['session_needed', 'reauthentication_required'],
  },
  'GET /:id': { summary: 'Read a user', answer: USER, hasVersion: true },
  'PATCH /:id': {
    summary: 'Change role or state of a user',
    description: 'Deactivating ends all sessions of the user for ever.',
    body: userPatchSchema,
    answer: USER,
    hasVersion: true,
    errors: ['own_account', 'last_admin', 'session_needed', 'reauthentication_required'],
  },
  'DELETE /:id': {
    summary: 'Delete a user',
    body: {},
    answer: OK,
    hasVersion: true,
    errors: ['own_account', 'last_admin', 'reauthentication_required'],
  },
  'POST /:id/reset-password': {
    summary: 'Set a new password for a user',
    description:
      'Ends all sessions of the user. With `must_change_password` they have to choose one of their own then.',
    body: newPasswordSchema,
    answer: OK,
    errors: ['weak_password', 'busy', 'session_needed', 'reauthentication_required'],
  },
  'POST /:id/revoke-sessions': {
    summary: 'End all sessions of a user',
    description: 'But the one that asks.',
    body: {},
    answer: named('SessionsEnded', { ok: { type: 'boolean', const: true }, sessions_ended: whole }),
  },
};
