import { Button, Stack } from '@mui/material';
import { useRef, useState, type MutableRefObject } from 'react';
import {
  CreateBase,
  Form,
  SaveButton,
  useDataProvider,
  useNotify,
  useRedirect,
  useTranslate,
} from 'react-admin';
import { useWatch } from 'react-hook-form';
import { Link } from 'react-router-dom';
import { Page } from '../layout/Page';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import type { PasswordLink } from '../providers/users';
import { FocusFirstError } from '../shared/FocusFirstError';
import { Panel } from '../shared/Panel';
import { MustChangeInput } from './password/MustChangeInput';
import { OnceLink } from './password/OnceLink';
import { OncePassword } from './password/OncePassword';
import { PasswordInput } from './password/PasswordInput';
import { RoleInput, UsernameInput } from './UserInputs';
import type { User } from './user';
import { WayInput, type Way } from './WayInput';

/** As the form has it. */
interface NewUser {
  username?: string;
  role?: User['role'];
  way?: Way;
  password?: string;
  must_change_password?: boolean;
}

/** As it is sent. */
const toWire = ({ way, password = '', must_change_password = false, ...user }: NewUser) => ({
  ...user,
  ...(way === 'invite'
    ? { invite: true }
    : { password, ...(must_change_password && { must_change_password }) }),
});

/** Typed or made up; for somebody who is invited there is none. */
const PasswordFields = ({ generated }: { generated: MutableRefObject<string | null> }) => {
  const { way } = useWatch<NewUser>();
  if (way === 'invite') return null;
  return (
    <>
      <PasswordInput generated={generated} />
      <MustChangeInput />
    </>
  );
};

const CreateButton = () => {
  const translate = useTranslate();
  const { way } = useWatch<NewUser>();
  const verb = way === 'invite' ? 'invite' : 'create';
  return <SaveButton alwaysEnable icon={<></>} label={translate(`resources.users.action.${verb}`)} />;
};

/** What is shown once, after somebody was created: a password that was made up for them, or their link. */
interface Made {
  user: User;
  password?: string;
  link?: PasswordLink;
}

/** A new account, with a password or with a link to set one. */
export const UserCreate = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const generated = useRef<string | null>(null);
  const sent = useRef<NewUser>({});
  const [made, setMade] = useState<Made>();
  const leave = (user: User) => redirect('show', 'users', user.id);
  const created = async (user: User) => {
    const { way, password } = sent.current;
    notify('resources.users.created', { type: 'info', messageArgs: { name: user.username } });
    if (way === 'invite') {
      try {
        return setMade({ user, link: await dataProvider.makePasswordLink(user.id) });
      } catch (error) {
        // They exist: on their page the link can be made again.
        notify((error as Error).message, { type: 'error', autoHideDuration: null });
      }
    } else if (password !== undefined && password === generated.current) {
      return setMade({ user, password });
    }
    leave(user);
  };
  const remember = (values: NewUser) => {
    sent.current = values;
    return toWire(values);
  };
  return (
    <CreateBase<User>
      mutationOptions={{ onSuccess: (user: User) => void created(user) }}
      transform={remember as never}
    >
      <Page title={translate('resources.users.page.create')} narrow>
        <Form
          defaultValues={{ role: 'user', way: 'password' }}
          warnWhenUnsavedChanges
          noValidate
          disableInvalidFormNotification
        >
          <Panel>
            <Stack sx={{ gap: 3 }}>
              <UsernameInput />
              <RoleInput />
              <WayInput />
              <PasswordFields generated={generated} />
            </Stack>
          </Panel>
          <FocusFirstError />
          <Stack direction="row" sx={{ gap: 1, mt: 2 }}>
            <CreateButton />
            <Button color="inherit" component={Link} to="/users">
              {translate('clearview.cancel')}
            </Button>
          </Stack>
        </Form>
        {made?.password !== undefined && (
          <OncePassword
            username={made.user.username}
            password={made.password}
            onDone={() => leave(made.user)}
          />
        )}
        {made?.link && (
          <OnceLink username={made.user.username} link={made.link} onDone={() => leave(made.user)} />
        )}
      </Page>
    </CreateBase>
  );
};
