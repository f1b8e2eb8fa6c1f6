import { flag, id, named, nullable, OK, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { SESSIONS_LIST } from './sessions-routes.js';

export const sessionsOperations: Operations = {
  'GET /': {
    summary: 'List living sessions',
    list: SESSIONS_LIST,
    answer: named('Session', {
      id,
      user_id: id,
      username: text,
      created_at: time,
      last_seen_at: time,
      expires_at: time,
      ip: nullable(text),
      user_agent: nullable(text),
      browser: nullable(text),
      system: nullable(text),
      remember: flag,
      current: { ...flag, description: 'Whether it is the one that asks.' },
    }),
  },
  'DELETE /:id': { summary: 'End a session', body: {}, answer: OK },
};
