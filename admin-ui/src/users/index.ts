import type { ResourceProps } from 'react-admin';
import { UserEdit } from './edit/UserEdit';
import { UserShow } from './show/UserShow';
import { UserCreate } from './UserCreate';
import { UserList } from './UserList';

export default {
  name: 'users',
  list: UserList,
  create: UserCreate,
  edit: UserEdit,
  show: UserShow,
  recordRepresentation: 'username',
} satisfies ResourceProps;
