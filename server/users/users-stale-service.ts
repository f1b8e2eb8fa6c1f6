/** A change on the strength of what is no longer so: refused, with a word about what happened meanwhile. */
import type { Knex } from 'knex';
import type { AuditDetail } from '../audit/audit-events.js';
import { lastEventAbout } from '../audit/audit-service.js';
import { isPlainObject } from '../core/text.js';
import { ApiError } from '../core/errors.js';
import type { StoredUser } from './users-store.js';

/** Which revisions a change is meant for. */
export type Expectation = (revision: number) => boolean;

const roleOf = (role: unknown): string => (typeof role === 'string' ? role : 'unknown');
const stateOf = (is_active: unknown): string => (is_active === true ? 'active' : 'inactive');

function whatChanged({ role, is_active, from }: AuditDetail): string[] {
  const before = isPlainObject(from) ? from : {};
  return [
    ...(role === undefined ? [] : [`role from ${roleOf(before.role)} to ${roleOf(role)}`]),
    ...(is_active === undefined ? [] : [`state from ${stateOf(before.is_active)} to ${stateOf(is_active)}`]),
  ];
}

/** Who changed the user last and what, as far as the audit log knows. */
async function describeLastChange(trx: Knex, id: number): Promise<string> {
  const last = await lastEventAbout(trx, id, 'user_update');
  const changes = whatChanged(last?.detail ?? {});
  if (last === undefined || changes.length === 0) return 'This user was changed meanwhile.';
  return `${last.username ?? 'Somebody'} changed this user meanwhile: ${changes.join(', ')}.`;
}

/**
 * Call it under the lock of the user's row.
 * @throws ApiError `stale`
 */
export async function assertExpected(trx: Knex, user: StoredUser, isExpected: Expectation): Promise<void> {
  if (isExpected(user.revision)) return;
  throw new ApiError('stale', `${await describeLastChange(trx, user.id)} Read it again and decide anew.`);
}
