import { Button, Stack } from '@mui/material';
import { CreateBase, Form, SaveButton, useNotify, useRedirect, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Page } from '../layout/Page';
import { FocusFirstError } from '../shared/FocusFirstError';
import { Panel } from '../shared/Panel';
import { PasswordInput } from './PasswordInput';
import { RoleInput, UsernameInput } from './UserInputs';
import type { User } from './user';

export const UserCreate = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const created = (user: User) => {
    notify('resources.users.created', { type: 'info', messageArgs: { name: user.username } });
    redirect('list', 'users');
  };
  return (
    <CreateBase<User> mutationOptions={{ onSuccess: created }}>
      <Page title={translate('resources.users.page.create')} narrow>
        <Form
          defaultValues={{ role: 'user' }}
          warnWhenUnsavedChanges
          noValidate
          disableInvalidFormNotification
        >
          <Panel>
            <Stack sx={{ gap: 3 }}>
              <UsernameInput />
              <RoleInput />
              <PasswordInput />
            </Stack>
          </Panel>
          <FocusFirstError />
          <Stack direction="row" sx={{ gap: 1, mt: 2 }}>
            <SaveButton alwaysEnable icon={<></>} label={translate('resources.users.action.create')} />
            <Button color="inherit" component={Link} to="/users">
              {translate('clearview.cancel')}
            </Button>
          </Stack>
        </Form>
      </Page>
    </CreateBase>
  );
};
