import type { BulkChange } from '../../providers/users';
import type { Role } from '../user';

/** What can be done with those who are chosen. */
export type BulkAction = 'activate' | 'deactivate' | 'role' | 'delete';

/** The most that the server changes in one transaction. */
export const AT_MOST = 1000;

export function toChange(action: BulkAction, role: Role): BulkChange {
  if (action === 'delete') return { action: 'delete' };
  const data = action === 'role' ? { role } : { is_active: action === 'activate' };
  return { action: 'update', data };
}
