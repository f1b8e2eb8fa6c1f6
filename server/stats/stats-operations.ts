import { choice, id, listOf, named, nullable, object, text, time, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';

export const statsOperations: Operations = {
  'GET /accounts': {
    summary: 'Count accounts and sessions',
    answer: named('AccountFigures', {
      users: whole,
      active: whole,
      inactive: whole,
      admins: whole,
      never_signed_in: whole,
      dormant: whole,
      dormant_days: whole,
      sessions: object({ live: whole, users: whole }),
    }),
    errors: ['invalid'],
  },
  'GET /sign-ins': {
    summary: 'Count sign-ins by hours or days',
    description: 'The oldest first, up to the present one.',
    query: {
      unit: {
        schema: { ...choice('hour', 'day'), default: 'hour' },
        description: 'What a figure stands for.',
      },
      count: {
        schema: { type: 'integer', minimum: 1, maximum: 366 },
        description: 'How many: 24 hours, at most 168; or 30 days, at most 366.',
      },
      time_zone: {
        schema: { ...text, default: 'UTC' },
        description: 'The IANA name of the zone in which days begin, such as `Europe/Berlin`.',
      },
    },
    answer: listOf(
      named('SignInFigures', { from: time, to: time, ok: whole, failed: whole, throttled: whole }),
    ),
  },
  'GET /attacks': {
    summary: 'List names whose passwords somebody seems to guess',
    answer: listOf(
      named('AttackedName', {
        username: text,
        user_id: nullable(id),
        failures: whole,
        addresses: whole,
        throttled: whole,
        first_at: time,
        last_at: time,
      }),
    ),
    errors: ['invalid'],
  },
};
