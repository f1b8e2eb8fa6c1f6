import { Stack } from '@mui/material';
import { EditBase, useEditContext, useTranslate } from 'react-admin';
import { Page } from '../../layout/Page';
import { EditForm } from '../../shared/edit/EditForm';
import { LateSpinner } from '../../shared/LateSpinner';
import { isGone } from '../../shared/NoRecord';
import { LimitNote } from '../LimitNote';
import { NoUser } from '../NoUser';
import { useLimit } from '../useLimit';
import type { User } from '../user';
import { ActiveInput, RoleInput } from '../UserInputs';
import { RoleMark, StatusMark } from '../UserMarks';
import { userEditing } from './userEditing';

const UserForm = ({ user }: { user: User }) => {
  const limit = useLimit(user);
  return (
    <EditForm editing={userEditing} record={user} limit={limit && <LimitNote user={user} />}>
      <RoleInput disabled={limit !== undefined} />
      <ActiveInput disabled={limit !== undefined} />
    </EditForm>
  );
};

const Marks = ({ user }: { user: User }) => (
  <Stack direction="row" sx={{ gap: 1, mt: 1, alignItems: 'center' }}>
    <RoleMark user={user} />
    <StatusMark user={user} />
  </Stack>
);

const Content = () => {
  const { record: user, error, refetch } = useEditContext<User>();
  const translate = useTranslate();
  if (error && (!user || isGone(error))) return <NoUser error={error} refetch={refetch} />;
  if (!user) return <LateSpinner />;
  return (
    <Page
      title={translate('resources.users.page.edit', { name: user.username })}
      intro={<Marks user={user} />}
      narrow
    >
      <UserForm key={user.id} user={user} />
    </Page>
  );
};

/** Role and status. Guarded against two who edit at once. */
export const UserEdit = () => (
  // Somebody who is gone is told of here, and not by a jump to the list.
  <EditBase<User> mutationMode="pessimistic" queryOptions={{ onError: () => undefined }}>
    <Content />
  </EditBase>
);
