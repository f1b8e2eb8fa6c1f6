import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { useDelete, useNotify, useRedirect, useTranslate } from 'react-admin';
import type { User } from './user';

interface Props {
  user: User;
  open: boolean;
  onClose: () => void;
}

/** Asks once, with the name of who goes. */
export const DeleteUserDialog = ({ user, open, onClose }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const titleId = useId();
  const name = user.username;
  const say = (key: string) => translate(`resources.users.delete.${key}`, { name });
  const [deleteUser, { isPending }] = useDelete<User>();

  const confirm = () =>
    deleteUser(
      'users',
      { id: user.id, previousData: user },
      {
        mutationMode: 'pessimistic',
        onSuccess: () => {
          notify('resources.users.deleted', { type: 'info', messageArgs: { name } });
          onClose();
          redirect('list', 'users');
        },
        onError: (error) => notify((error as Error).message, { type: 'error' }),
      },
    );

  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere' }}>
        {say('title')}
      </DialogTitle>
      <DialogContent>
        <DialogContentText>{say('body')}</DialogContentText>
      </DialogContent>
      <DialogActions sx={{ flexWrap: 'wrap', p: 2 }}>
        <Button color="inherit" autoFocus onClick={onClose}>
          {translate('clearview.cancel')}
        </Button>
        <Button
          variant="contained"
          color="error"
          loading={isPending}
          onClick={() => void confirm()}
          sx={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
        >
          {say('confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
