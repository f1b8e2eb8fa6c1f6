import { Button, Stack } from '@mui/material';
import { useRef, useState } from 'react';
import { CreateBase, Form, SaveButton, useNotify, useRedirect, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Page } from '../layout/Page';
import { FocusFirstError } from '../shared/FocusFirstError';
import { Panel } from '../shared/Panel';
import { OncePassword } from './password/OncePassword';
import { PasswordInput } from './password/PasswordInput';
import { RoleInput, UsernameInput } from './UserInputs';
import type { User } from './user';

interface Made {
  user: User;
  password: string;
}

/** A new account. A password that was made up for it is shown once, when it is known to be theirs. */
export const UserCreate = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const generated = useRef<string | null>(null);
  const typed = useRef('');
  const [made, setMade] = useState<Made>();
  const leave = (user: User) => redirect('show', 'users', user.id);
  const created = (user: User) => {
    notify('resources.users.created', { type: 'info', messageArgs: { name: user.username } });
    if (typed.current === generated.current) setMade({ user, password: typed.current });
    else leave(user);
  };
  const remember = (values: { password?: string }) => {
    typed.current = values.password ?? '';
    return values;
  };
  return (
    <CreateBase<User> mutationOptions={{ onSuccess: created }} transform={remember}>
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
              <PasswordInput generated={generated} />
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
        {made && (
          <OncePassword
            username={made.user.username}
            password={made.password}
            onDone={() => leave(made.user)}
          />
        )}
      </Page>
    </CreateBase>
  );
};
