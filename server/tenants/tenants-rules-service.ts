/** What holds for every change of a tenant. */
import { isDeepStrictEqual } from 'node:util';
import type { AuditDetail } from '../audit/audit-events.js';
import { ApiError } from '../core/errors.js';
import { cleanText } from '../core/text.js';
import type { StoredTenant } from './tenants-store.js';

export interface TenantPatch {
  name?: string;
  /** A-labels in lower case, in their order. */
  domains?: string[];
  notes?: string;
  state?: 'active' | 'paused';
}

/** A tenant as a patch is compared with it. */
export type Patched = Pick<StoredTenant, 'id' | 'name' | 'notes' | 'state'> & { domains: string[] };

const FIELDS = ['name', 'domains', 'notes', 'state'] as const satisfies (keyof TenantPatch)[];

/** How much of notes the audit log keeps. */
const NOTES = 200;

/** @throws ApiError `nothing_to_scan` for a tenant in onboarding: its first scan makes it active, nobody else */
function assertMayBecome(tenant: Patched, state: TenantPatch['state']): void {
  if (state === undefined || tenant.state !== 'onboarding') return;
  throw new ApiError(
    'nothing_to_scan',
    state === 'active'
      ? 'This tenant becomes active by its first scan, when control of its domains is proved.'
      : 'This tenant is still being taken in: there are no scans to pause yet.',
  );
}

/**
 * What of a patch is not so already.
 * @throws ApiError `nothing_to_scan`
 */
export function changedFields(tenant: Patched, patch: TenantPatch): TenantPatch {
  assertMayBecome(tenant, patch.state);
  const entries = FIELDS.filter(
    (field) => patch[field] !== undefined && !isDeepStrictEqual(patch[field], tenant[field]),
  );
  return Object.fromEntries(entries.map((field) => [field, patch[field]]));
}

/** Whether nothing would be changed. */
export const isEmpty = (patch: TenantPatch): boolean => Object.keys(patch).length === 0;

const inShort = (fields: Record<string, unknown>): Record<string, unknown> =>
  typeof fields.notes === 'string' ? { ...fields, notes: cleanText(fields.notes, NOTES) } : fields;

/** What the audit log says of a change. `name` is the new one when that has changed. */
export function updateDetail(tenant: Patched, changed: TenantPatch): AuditDetail {
  const fields = Object.keys(changed) as (keyof TenantPatch)[];
  const from = Object.fromEntries(fields.map((field) => [field, tenant[field]]));
  return { target: tenant.id, name: tenant.name, ...inShort({ ...changed }), from: inShort(from) };
}
