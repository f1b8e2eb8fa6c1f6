/** A change on the strength of what is no longer so: refused, with a word about what happened meanwhile. */
import type { Knex } from 'knex';
import { lastEventAbout } from '../audit/audit-service.js';
import { ApiError } from '../core/errors.js';
import { isPlainObject } from '../core/text.js';
import type { StoredTenant } from './tenants-store.js';

/** Which revisions a change is meant for. */
export type Expectation = (revision: number) => boolean;

/** Those that a person changes. */
const FIELDS = ['name', 'domains', 'notes', 'state'];

/** Who changed the tenant last and what, as far as the audit log knows. */
async function describeLastChange(trx: Knex, id: number): Promise<string> {
  const last = await lastEventAbout(trx, id, 'tenant_update');
  const from = isPlainObject(last?.detail.from) ? last.detail.from : {};
  const fields = Object.keys(from).filter((field) => FIELDS.includes(field));
  if (last === undefined || fields.length === 0) return 'This tenant was changed meanwhile.';
  return `${last.username ?? 'Somebody'} changed this tenant meanwhile: ${fields.join(', ')}.`;
}

/**
 * Call it under the lock of the tenant's row.
 * @throws ApiError `stale`
 */
export async function assertExpected(
  trx: Knex,
  tenant: StoredTenant,
  isExpected: Expectation,
): Promise<void> {
  if (isExpected(tenant.revision)) return;
  throw new ApiError('stale', `${await describeLastChange(trx, tenant.id)} Read it again and decide anew.`);
}
