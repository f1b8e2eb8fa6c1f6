import { flag, id, named, nullable, object, OK, text, time, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { OWN_LIST } from './own-sessions-routes.js';

const OWN_SESSION = named('OwnSession', {
  id,
  browser: nullable(text),
  system: nullable(text),
  ip: nullable(text),
  created_at: time,
  last_seen_at: time,
  expires_at: time,
  remember: flag,
  current: flag,
});

export const ownSessionsOperations: Operations = {
  'GET /': {
    summary: "List one's own sessions",
    description: 'Those that are alive, in words: which browser on which system, from where, since when.',
    list: OWN_LIST,
    answer: OWN_SESSION,
  },
  'DELETE /': {
    summary: "End all of one's own sessions but this one",
    body: {},
    answer: object({ ok: { type: 'boolean', const: true }, sessions_ended: whole }),
  },
  'DELETE /:id': {
    summary: "End one of one's own sessions",
    description: 'It may be the one that asks: its cookie is cleared then.',
    body: {},
    answer: OK,
    errors: ['not_found'],
  },
};
