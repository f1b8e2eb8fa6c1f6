import type { Editing } from '../../shared/edit/editing';
import type { User } from '../user';

/** What can be edited of a user. */
export const userEditing: Editing<User> = {
  resource: 'users',
  fields: ['role', 'is_active'],
  toForm: (user: User) => user,
  nameOf: ({ username }) => username,
  touches: ['users', 'sessions', 'tokens', 'audit'],
  trailOf: (id) => ({ event: 'user_update', target_id: id }),
  words: (field, value, translate) =>
    translate(
      field === 'role'
        ? `resources.users.role.${String(value)}`
        : `resources.users.status.${value === true ? 'active' : 'inactive'}`,
    ),
};
