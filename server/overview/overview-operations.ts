import { id, listOf, named, nullable, object, text, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { GRADE, JOB_SHAPE, SCORE } from '../jobs/jobs-operations.js';

export const overviewOperations: Operations = {
  'GET /': {
    summary: 'Read how all tenants stand',
    answer: named('Overview', {
      tenants: object({ total: whole, onboarding: whole, active: whole, paused: whole }),
      grades: object({ A: whole, B: whole, C: whole, D: whole, E: whole, F: whole, none: whole }),
      average: nullable(SCORE),
      worse: {
        ...listOf(object({ id, name: text, from: SCORE, to: SCORE, grade: GRADE })),
        description: 'Whose score fell, the worst fall first.',
      },
      lowest: listOf(object({ id, name: text, score: nullable(SCORE), grade: nullable(GRADE) })),
      jobs: { ...listOf(JOB_SHAPE), description: 'Scans that wait or run.' },
      scanned_today: { ...whole, description: 'Tenants that were scanned since midnight (UTC).' },
    }),
    errors: ['invalid'],
  },
};
