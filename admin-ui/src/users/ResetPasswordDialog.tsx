import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { Form, HttpError, useDataProvider, useNotify, useTranslate } from 'react-admin';
import { useFormState } from 'react-hook-form';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import { FocusFirstError } from '../shared/FocusFirstError';
import { PasswordInput } from './PasswordInput';
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

export const ResetPasswordDialog = ({ user, open, onClose }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const own = useIsOwn(user);
  const titleId = useId();
  const name = user.username;
  const say = (key: string) => translate(`resources.users.reset.${key}`, { name });

  const submit = async (values: { password?: string }) => {
    try {
      await dataProvider.resetPassword(user.id, values.password ?? '');
      notify('resources.users.reset_done', { type: 'info', messageArgs: { name } });
      onClose();
    } catch (error) {
      const errors =
        error instanceof HttpError ? (error.body as { errors?: object } | undefined)?.errors : null;
      if (errors) return errors;
      notify((error as Error).message, { type: 'error' });
    }
  };

  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      {/* No record: react-admin would take the user's fields for the form's. */}
      <Form record={{}} onSubmit={submit as never} noValidate disableInvalidFormNotification>
        <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere' }}>
          {say('title')}
        </DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 2 }}>{say(own ? 'body_own' : 'body')}</DialogContentText>
          <PasswordInput autoFocus />
          <FocusFirstError />
        </DialogContent>
        <Buttons onClose={onClose} />
      </Form>
    </Dialog>
  );
};
