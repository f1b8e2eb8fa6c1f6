import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Stack,
} from '@mui/material';
import { useId, useRef, useState } from 'react';
import { Form, HttpError, useDataProvider, useNotify, useTranslate } from 'react-admin';
import { useFormState } from 'react-hook-form';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import { FocusFirstError } from '../shared/FocusFirstError';
import { MustChangeInput } from './password/MustChangeInput';
import { OncePassword } from './password/OncePassword';
import { PasswordInput } from './password/PasswordInput';
import { useFresh } from './useFresh';
import { useIsOwn, type User } from './user';

interface Props {
  user: User;
  open: boolean;
  onClose: () => void;
}

const Buttons = ({ onClose }: { onClose: () => void }) => {
  const translate = useTranslate();
  const { isSubmitting } = useFormState();
  return (
    <DialogActions sx={{ p: 2 }}>
      <Button color="inherit" onClick={onClose}>
        {translate('clearview.cancel')}
      </Button>
      <Button type="submit" variant="contained" loading={isSubmitting}>
        {translate('resources.users.reset.confirm')}
      </Button>
    </DialogActions>
  );
};

/** The fields that the server found wrong, by name; undefined when it was not about a field. */
const fieldErrors = (error: unknown): object | undefined =>
  error instanceof HttpError ? (error.body as { errors?: object } | undefined)?.errors : undefined;

interface Reset {
  password?: string;
  must_change_password?: boolean;
}

interface FormProps {
  user: User;
  titleId: string;
  onClose: () => void;
  /** The password was set. */
  onSet: (password: string, isGenerated: boolean) => void;
}

const ResetForm = ({ user, titleId, onClose, onSet }: FormProps) => {
  const translate = useTranslate();
  const notify = useNotify();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const own = useIsOwn(user);
  const generated = useRef<string | null>(null);
  const say = (key: string) => translate(`resources.users.reset.${key}`, { name: user.username });

  const submit = async ({ password = '', must_change_password }: Reset) => {
    try {
      await dataProvider.resetPassword(user.id, password, must_change_password);
      onSet(password, password === generated.current);
    } catch (error) {
      const errors = fieldErrors(error);
      if (errors) return errors;
      notify((error as Error).message, { type: 'error' });
    }
  };

  return (
    // No record: react-admin would take the user's fields for the form's.
    <Form record={{}} onSubmit={submit as never} noValidate disableInvalidFormNotification>
      <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere' }}>
        {say('title')}
      </DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{say(own ? 'body_own' : 'body')}</DialogContentText>
        <Stack sx={{ gap: 2 }}>
          <PasswordInput autoFocus username={user.username} generated={generated} />
          {!own && <MustChangeInput />}
        </Stack>
        <FocusFirstError />
      </DialogContent>
      <Buttons onClose={onClose} />
    </Form>
  );
};

/** Sets a password, typed or made up. What was made up is shown once it is theirs. */
export const ResetPasswordDialog = ({ user, open, onClose }: Props) => {
  const titleId = useId();
  const notify = useNotify();
  const fresh = useFresh();
  const [once, setOnce] = useState<string>();
  const name = user.username;

  const done = () => {
    setOnce(undefined);
    onClose();
    // One's own sessions have ended with the password: this request then meets the sign-in.
    void fresh();
  };
  const set = (password: string, isGenerated: boolean) => {
    notify('resources.users.reset_done', { type: 'info', messageArgs: { name } });
    if (isGenerated) setOnce(password);
    else done();
  };
  if (once) return <OncePassword username={name} password={once} onDone={done} />;
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <ResetForm user={user} titleId={titleId} onClose={onClose} onSet={set} />
    </Dialog>
  );
};
