/** What the OpenAPI document says of the routes of tokens. */
import { SCOPES } from '../core/context.js';
import { choice, id, listOf, named, nullable, object, OK, text, time, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { TOKEN_LIST } from './tokens-routes.js';
import { leakSchema, newTokenSchema } from './tokens-schema.js';

const fields = {
  id,
  name: text,
  hint: { ...text, description: 'Its last four characters, by which people recognise it.' },
  scopes: listOf(choice(...SCOPES)),
  networks: { ...listOf(text), description: 'Where it may be used from; none: from everywhere.' },
  created_at: time,
  expires_at: time,
  last_used_at: { ...nullable(time), description: 'Noted at most once a minute.' },
  last_used_ip: nullable(text),
};

const TOKEN = named('Token', fields);
const NEW_TOKEN = named('NewToken', {
  ...fields,
  token: { ...text, pattern: '^cv_[0-9A-Za-z]{49}$', description: 'The secret. It is never shown again.' },
});

export const tokensOperations: Operations = {
  'GET /': { summary: 'List your tokens', list: TOKEN_LIST, answer: TOKEN },
  'POST /': {
    summary: 'Create a token',
    description:
      'Shown once. A token that can change things needs a sign-in, or a re-authentication, of the last ten minutes. ' +
      'It lives 90 days unless told otherwise.',
    body: newTokenSchema,
    answer: NEW_TOKEN,
    errors: ['too_many', 'reauthentication_required'],
  },
  'DELETE /:id': { summary: 'Revoke a token of yours', body: {}, answer: OK, errors: ['not_found'] },
};

export const currentTokenOperations: Operations = {
  'DELETE /': {
    summary: 'Revoke the token that asks',
    description: 'For a script that is done.',
    body: {},
    answer: OK,
    errors: ['token_needed'],
  },
};

export const leakOperations: Operations = {
  'POST /': {
    summary: 'Report a leaked token',
    description: 'Revokes it, if it is one. The answer is always the same.',
    body: leakSchema,
    answer: OK,
    errors: ['too_many_requests'],
  },
};

export const userTokensOperations: Operations = {
  'GET /': { summary: "List a user's tokens", list: TOKEN_LIST, answer: TOKEN, errors: ['not_found'] },
  'DELETE /': {
    summary: 'Revoke all tokens of a user',
    body: {},
    answer: object({ ok: { type: 'boolean', const: true }, tokens_revoked: whole }),
    errors: ['not_found'],
  },
  'DELETE /:token_id': {
    summary: 'Revoke one token of a user',
    body: {},
    answer: OK,
    errors: ['not_found'],
  },
};
