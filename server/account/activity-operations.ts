import { choice, flag, id, named, nullable, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { ACTIVITY_LIST } from './activity-routes.js';
import { ACTIVITY_EVENTS } from './activity-schema.js';

const ACTIVITY = named('Activity', {
  id,
  ts: time,
  event: choice(...ACTIVITY_EVENTS),
  username: nullable(text),
  by_me: flag,
  ip: nullable(text),
  detail: { type: 'object' },
});

export const activityOperations: Operations = {
  'GET /': {
    summary: "List what happened to one's own account",
    description:
      "One's own sign-ins and changes, failed sign-ins with one's name, and what administrators did to the " +
      "account; newest first, at most 10,000 of each. The address is told for one's own acts and for failures.",
    list: ACTIVITY_LIST,
    answer: ACTIVITY,
  },
};
