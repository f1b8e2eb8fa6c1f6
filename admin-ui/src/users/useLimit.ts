import { useGetList, useTranslate } from 'react-admin';
import { useIsOwn, type User } from './user';

const activeAdmins = {
  filter: { role: 'admin', is_active: true },
  pagination: { page: 1, perPage: 1 },
  sort: { field: 'id', order: 'ASC' },
} as const;

/**
 * Why role and status of a user cannot be changed and why they cannot be deleted, in words; undefined when
 * nothing is in the way. The server decides all the same: this only spares one the refusal.
 */
export function useLimit(user: User): string | undefined {
  const translate = useTranslate();
  const own = useIsOwn(user);
  const isActiveAdmin = user.role === 'admin' && user.is_active;
  const { total } = useGetList<User>('users', activeAdmins, { enabled: isActiveAdmin });
  const last = isActiveAdmin && total === 1;
  if (own) return translate(`resources.users.limit.${last ? 'own_last' : 'own'}`);
  if (last) return translate('resources.users.limit.last');
  return undefined;
}
