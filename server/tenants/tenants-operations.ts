import { choice, id, listOf, named, nullable, object, OK, text, time, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { ALIVE_JOB_SHAPE, GRADE, SCORE } from '../jobs/jobs-operations.js';
import { FINDING_SHAPE, REPORTED_FINDING_SHAPE } from '../scans/checks-operations.js';
import { SCORES_LIST, TENANTS_LIST } from './tenants-routes.js';
import { deletionSchema, newTenantSchema, tenantPatchSchema } from './tenants-schema.js';

/** How control of a domain was shown. */
export const PROOF = choice('dns', 'file', 'waiver');

const TENANT = named('Tenant', {
  id,
  name: text,
  state: choice('onboarding', 'active', 'paused'),
  notes: text,
  created_by: nullable(id),
  created_by_name: nullable(text),
  created_at: time,
  updated_at: time,
  revision: { ...whole, description: 'Rises when somebody changes the tenant: the version in the `ETag`.' },
  score: nullable(SCORE),
  grade: nullable(GRADE),
  trend: { ...listOf(SCORE), description: 'The newest scores, the oldest first.' },
  last_job_id: nullable(id),
  last_scan_at: nullable(time),
  next_scan_at: nullable(time),
  domains: listOf(object({ domain: text, unicode: text, proof: nullable(PROOF), proved_at: nullable(time) })),
  job: nullable(ALIVE_JOB_SHAPE),
});

const REPORT = named('Report', {
  tenant: TENANT,
  job_id: nullable(id),
  scanned_at: nullable(time),
  score: nullable(SCORE),
  grade: nullable(GRADE),
  mends: { ...listOf(FINDING_SHAPE), description: 'What would raise the score most.' },
  findings: listOf(REPORTED_FINDING_SHAPE),
});

export const tenantsOperations: Operations = {
  'GET /': { summary: 'List tenants', list: TENANTS_LIST, answer: TENANT },
  'POST /': {
    summary: 'Take a tenant in',
    description: 'It begins in onboarding; it is scanned when control of all its domains is proved.',
    body: newTenantSchema,
    answer: TENANT,
    errors: ['tenant_taken', 'domain_taken'],
  },
  'GET /:id': { summary: 'Read a tenant', answer: TENANT, hasVersion: true },
  'PATCH /:id': {
    summary: 'Change a tenant',
    description: 'Domains that stay keep their proofs.',
    body: tenantPatchSchema,
    answer: TENANT,
    hasVersion: true,
    errors: ['nothing_to_scan', 'tenant_taken', 'domain_taken'],
  },
  'DELETE /:id': {
    summary: 'Delete a tenant',
    description: 'With its scans, findings and scores. Its name has to be written once more.',
    body: deletionSchema,
    answer: OK,
    hasVersion: true,
    isForAdmins: true,
    errors: ['name_mismatch'],
  },
  'GET /:id/scores': {
    summary: 'List the scores of a tenant',
    list: SCORES_LIST,
    answer: named('Score', { id, job_id: id, at: time, score: nullable(SCORE), grade: nullable(GRADE) }),
  },
  'GET /:id/report': { summary: 'Read how a tenant stands', answer: REPORT },
  'GET /:id/report/export': {
    summary: 'Take the report away as a file',
    query: { format: { schema: choice('json', 'csv'), description: 'What file.', required: true } },
    answer: REPORT,
    media: ['application/json', 'text/csv'],
    errors: ['cross_origin'],
  },
};
