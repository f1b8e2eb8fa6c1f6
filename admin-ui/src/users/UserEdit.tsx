import { Alert, Button, Stack } from '@mui/material';
import { useState } from 'react';
import {
  EditBase,
  Form,
  SaveButton,
  useNotify,
  useRecordContext,
  useRedirect,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import { Page } from '../layout/Page';
import { FocusFirstError } from '../shared/FocusFirstError';
import { LateSpinner } from '../shared/LateSpinner';
import { Panel } from '../shared/Panel';
import { DeleteUserDialog } from './DeleteUserDialog';
import { ResetPasswordDialog } from './ResetPasswordDialog';
import { UserFacts } from './UserFacts';
import { ActiveInput, RoleInput } from './UserInputs';
import { RoleMark, StatusMark } from './UserMarks';
import { useIsOwn, type User } from './user';

const Actions = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const own = useIsOwn(user);
  const [dialog, setDialog] = useState<'reset' | 'delete' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Button variant="outlined" color="inherit" onClick={() => setDialog('reset')}>
        {translate('resources.users.action.reset_more')}
      </Button>
      <Button
        variant="outlined"
        color="error"
        disabled={own}
        aria-describedby={own ? 'own-account' : undefined}
        onClick={() => setDialog('delete')}
      >
        {translate('resources.users.action.delete_more')}
      </Button>
      <ResetPasswordDialog user={user} open={dialog === 'reset'} onClose={close} />
      <DeleteUserDialog user={user} open={dialog === 'delete'} onClose={close} />
    </>
  );
};

const Fields = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const own = useIsOwn(user);
  return (
    <Form warnWhenUnsavedChanges noValidate disableInvalidFormNotification>
      <Panel>
        <Stack sx={{ gap: 2 }}>
          {own && (
            <Alert severity="info" id="own-account" role="note">
              {translate('resources.users.own.note')}
            </Alert>
          )}
          <RoleInput disabled={own} />
          <ActiveInput disabled={own} />
        </Stack>
      </Panel>
      <FocusFirstError />
      <Stack direction="row" sx={{ gap: 1, mt: 2, mb: 4 }}>
        {!own && <SaveButton icon={<></>} label={translate('resources.users.action.save')} />}
        <Button color="inherit" component={Link} to="/users">
          {translate(own ? 'clearview.to_list' : 'clearview.cancel')}
        </Button>
      </Stack>
    </Form>
  );
};

const UserMarks = ({ user }: { user: User }) => (
  <Stack direction="row" sx={{ gap: 1, mt: 1, alignItems: 'center' }}>
    <RoleMark user={user} />
    <StatusMark user={user} />
  </Stack>
);

const Content = () => {
  const user = useRecordContext<User>();
  if (!user) return <LateSpinner />;
  return (
    <Page title={user.username} intro={<UserMarks user={user} />} actions={<Actions user={user} />} narrow>
      <Fields user={user} />
      <UserFacts user={user} />
    </Page>
  );
};

export const UserEdit = () => {
  const notify = useNotify();
  const redirect = useRedirect();
  const updated = (user: User) => {
    notify('resources.users.updated', { type: 'info', messageArgs: { name: user.username } });
    redirect('list', 'users');
  };
  return (
    <EditBase<User> mutationMode="pessimistic" mutationOptions={{ onSuccess: updated }}>
      <Content />
    </EditBase>
  );
};
