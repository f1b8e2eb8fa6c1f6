import { choice, listOf, named, nullable, object, text, time, type JsonSchema } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { CHECKS_LIST } from './checks-routes.js';
import { CHECK_GROUPS, SEVERITIES } from './catalogue-service.js';

const WORDS = {
  group: choice(...CHECK_GROUPS),
  title: text,
  severity: choice(...SEVERITIES),
  looks_at: text,
  why: text,
  mend: text,
  link: object({ title: text, url: text }),
};

const STATUS = choice('pass', 'warn', 'fail', 'unknown');

const FINDING = {
  domain: text,
  check_id: text,
  ...WORDS,
  status: STATUS,
  summary: text,
  evidence: listOf(text),
  seen_at: time,
  gain: { type: 'number', description: 'Points that the score would rise if it passed.' } as JsonSchema,
};

/** What a check saw of a domain. */
export const FINDING_SHAPE = named('Finding', FINDING);

/** The same, and what it saw in the scan before. */
export const REPORTED_FINDING_SHAPE = named('ReportedFinding', { ...FINDING, before: nullable(STATUS) });

export const checksOperations: Operations = {
  'GET /': {
    summary: 'List the checks that a scan makes',
    list: CHECKS_LIST,
    answer: named('Check', { id: text, ...WORDS }),
  },
};
