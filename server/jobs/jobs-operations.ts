import {
  choice,
  id,
  named,
  nullable,
  object,
  text,
  time,
  whole,
  type JsonSchema,
} from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { FINDING_SHAPE } from '../scans/checks-operations.js';
import { FINDINGS_LIST, JOBS_LIST, WATCHED_JOBS } from './jobs-routes.js';
import { ALIVE, JOB_STATES, newJobSchema, TRIGGERS } from './jobs-schema.js';

export const SCORE: JsonSchema = { type: 'integer', minimum: 0, maximum: 100 };
export const GRADE = choice('A', 'B', 'C', 'D', 'E', 'F');

const JOB_STATE = choice(...JOB_STATES);

/** A scan as the API shows one. */
export const JOB_SHAPE = named('Job', {
  id,
  tenant_id: id,
  tenant_name: text,
  state: JOB_STATE,
  trigger: choice(...TRIGGERS),
  requested_by: nullable(id),
  requested_by_name: nullable(text),
  created_at: time,
  run_after: time,
  started_at: nullable(time),
  finished_at: nullable(time),
  attempts: whole,
  max_attempts: whole,
  checks_done: whole,
  checks_total: whole,
  current: { ...nullable(text), description: 'What is being looked at.' },
  error: nullable(text),
  retry_of: { ...nullable(id), description: 'The scan that this one repeats.' },
  score: nullable(SCORE),
  grade: nullable(GRADE),
});

/** The scan of a tenant that waits or runs. */
export const ALIVE_JOB_SHAPE = named('AliveJob', {
  id,
  state: choice(...ALIVE),
  checks_done: whole,
  checks_total: whole,
});

/** The newest scan of a tenant that is over. */
export const LAST_JOB_SHAPE = named('LastJob', { id, state: JOB_STATE, error: nullable(text) });

export const jobsOperations: Operations = {
  'GET /': { summary: 'List scans', list: JOBS_LIST, answer: JOB_SHAPE },
  'POST /': {
    summary: 'Scan a tenant',
    description: 'Answers the scan that waits or runs already, if there is one.',
    body: newJobSchema,
    answer: JOB_SHAPE,
    errors: ['not_found', 'tenant_paused', 'nothing_to_scan'],
  },
  'GET /stream': {
    summary: 'Watch scans',
    description:
      'Server-sent events: `jobs` with those that wait or run, `job` for each that changes, `job_gone` with `{id}` ' +
      'for each that vanishes, and `end` with `{code, detail}` as the last one.',
    selection: WATCHED_JOBS,
    answer: {
      anyOf: [
        { type: 'array', items: JOB_SHAPE },
        JOB_SHAPE,
        object({ id }),
        object({ code: text, detail: text }),
      ],
    },
    media: ['text/event-stream'],
    errors: ['cross_origin', 'busy'],
  },
  'GET /:id': { summary: 'Read a scan', answer: JOB_SHAPE },
  'GET /:id/findings': { summary: 'List what a scan found', list: FINDINGS_LIST, answer: FINDING_SHAPE },
  'POST /:id/cancel': { summary: 'End a scan', body: {}, answer: JOB_SHAPE, errors: ['job_over'] },
  'POST /:id/retry': {
    summary: 'Repeat a scan that failed or was ended',
    body: {},
    answer: JOB_SHAPE,
    errors: ['job_alive', 'job_over', 'tenant_paused', 'nothing_to_scan'],
  },
};
