import type { ResourceProps } from 'react-admin';
import { UserCreate } from './UserCreate';
import { UserEdit } from './UserEdit';
import { UserList } from './UserList';

export default {
  name: 'users',
  list: UserList,
  create: UserCreate,
  edit: UserEdit,
  recordRepresentation: 'username',
} satisfies ResourceProps;
