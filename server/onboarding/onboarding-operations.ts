import { choice, id, listOf, named, nullable, object, text, time } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { ALIVE_JOB_SHAPE, LAST_JOB_SHAPE } from '../jobs/jobs-operations.js';
import { PROOF } from '../tenants/tenants-operations.js';
import { ONBOARDING_LIST } from './onboarding-routes.js';
import { checkSchema, waiverSchema } from './onboarding-schema.js';

const ONBOARDING = named('Onboarding', {
  id,
  name: text,
  state: choice('onboarding', 'active', 'paused'),
  created_at: time,
  created_by_name: nullable(text),
  next_step: choice('prove_control', 'first_scan'),
  domains: listOf(
    object({
      domain: text,
      unicode: text,
      token: text,
      record: {
        ...object({ name: text, type: { type: 'string', const: 'TXT' }, value: text }),
        description: 'The record that proves control.',
      },
      file: { ...object({ url: text, content: text }), description: 'Or the file that does.' },
      proof: nullable(PROOF),
      proved_at: nullable(time),
      checked_at: nullable(time),
      check_detail: nullable(text),
      watch_until: time,
    }),
  ),
  job: nullable(ALIVE_JOB_SHAPE),
  last_job: nullable(LAST_JOB_SHAPE),
});

export const onboardingOperations: Operations = {
  'GET /': { summary: 'List tenants that are being taken in', list: ONBOARDING_LIST, answer: ONBOARDING },
  'GET /:id': { summary: 'Read what is left to do for a tenant', answer: ONBOARDING },
  'POST /:id/check': {
    summary: 'Look now for the proofs of control',
    description: 'Of one domain, or of all.',
    body: checkSchema,
    answer: ONBOARDING,
  },
  'POST /:id/waive': {
    summary: 'Let domains pass without a proof',
    description: 'One domain, or all that lack one.',
    body: waiverSchema,
    answer: ONBOARDING,
    isForAdmins: true,
    errors: ['already_proved'],
  },
};
