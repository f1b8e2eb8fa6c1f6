import { choice, id, named, nullable, object, OK, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { NOTICE_LIST } from './notices-routes.js';

const NOTICE = named('Notice', {
  id,
  kind: choice('new_browser'),
  created_at: time,
  detail: object({ browser: nullable(text), system: nullable(text), ip: text }),
});

export const noticesOperations: Operations = {
  'GET /': {
    summary: "List what one should know of one's own account",
    description: 'A sign-in from a browser not seen before leaves a notice here, until it is put away.',
    list: NOTICE_LIST,
    answer: NOTICE,
  },
  'DELETE /': { summary: "Put all of one's own notices away", body: {}, answer: OK },
  'DELETE /:id': { summary: 'Put a notice away', body: {}, answer: OK, errors: ['not_found'] },
};
