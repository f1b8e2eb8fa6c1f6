import { id, named, nullable, object, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { AUDIT_LIST } from './audit-routes.js';

const ROW = named('AuditRow', {
  id,
  ts: time,
  user_id: nullable(id),
  username: nullable(text),
  event: { ...text, description: 'What was done, such as `user_create`.' },
  ip: nullable(text),
  detail: {
    type: 'object',
    description: 'Flat facts: the target, the changed fields, and in `from` what they were.',
  },
});

export const auditOperations: Operations = {
  'GET /': { summary: 'List what was done', list: AUDIT_LIST, answer: ROW },
  'GET /stream': {
    summary: 'Watch what is done',
    description: 'Server-sent events: `audit` for each row, and `end` with `{code, detail}` as the last one.',
    selection: { filters: AUDIT_LIST.filters, aliases: AUDIT_LIST.aliases ?? [] },
    query: {
      after: {
        schema: { type: 'integer', minimum: 0 },
        description: 'The id of the last row that was seen.',
      },
    },
    headers: { 'Last-Event-ID': { schema: text, description: 'The same, as a browser says it.' } },
    answer: { anyOf: [ROW, object({ code: text, detail: text })] },
    media: ['text/event-stream'],
    errors: ['cross_origin', 'busy'],
  },
  'GET /export': {
    summary: 'Take the log away as a file',
    selection: AUDIT_LIST,
    query: {
      format: {
        schema: { type: 'string', enum: ['csv', 'jsonl'] },
        description: 'What file.',
        required: true,
      },
    },
    answer: ROW,
    media: ['text/csv', 'application/jsonl'],
    errors: ['cross_origin', 'busy'],
  },
};
