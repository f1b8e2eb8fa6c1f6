import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { ConfirmDialog } from '../../shared/ConfirmDialog';
import { DeleteUserDialog } from '../DeleteUserDialog';
import { LimitedButton } from '../../shared/LimitedButton';
import { useFresh } from '../useFresh';
import { useLimit } from '../useLimit';
import type { User } from '../user';

/** Lets a user in again or keeps them out. */
function useActivity(user: User) {
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return async (is_active: boolean) => {
    try {
      await dataProvider.update('users', { id: user.id, data: { is_active }, previousData: user });
      const done = `resources.users.${is_active ? 'activated' : 'deactivated'}`;
      notify(done, { type: 'info', messageArgs: { name: user.username } });
    } finally {
      // Also after a refusal: somebody else may have changed this user meanwhile.
      await fresh();
    }
  };
}

interface DialogProps {
  user: User;
  open: boolean;
  onClose: () => void;
}

/** Asks first, since sessions that have ended do not come back. */
const DeactivateDialog = ({ user, open, onClose }: DialogProps) => {
  const translate = useTranslate();
  const setActive = useActivity(user);
  const args = { name: user.username, smart_count: user.live_sessions };
  const say = (key: string) => translate(`resources.users.deactivate.${key}`, args);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={say('title')}
      confirm={say('confirm')}
      act={() => setActive(false)}
    >
      <Box>{say('body')}</Box>
      <Box sx={{ mt: 1 }}>{say(user.live_sessions === 0 ? 'no_sessions' : 'sessions')}</Box>
    </ConfirmDialog>
  );
};

const ActivateButton = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const setActive = useActivity(user);
  const [working, setWorking] = useState(false);
  const activate = () => {
    setWorking(true);
    setActive(true)
      .catch((error: Error) => notify(error.message, { type: 'error', autoHideDuration: null }))
      .finally(() => setWorking(false));
  };
  return (
    <Button variant="outlined" color="inherit" loading={working} onClick={activate}>
      {translate('resources.users.action.activate')}
    </Button>
  );
};

/** What can be done with one user, beside editing them. What cannot is off and says why. */
export const UserActions = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const limit = useLimit(user);
  const [dialog, setDialog] = useState<'deactivate' | 'delete' | null>(null);
  const say = (key: string) => translate(`resources.users.action.${key}`);
  const props = (name: typeof dialog) => ({ user, open: dialog === name, onClose: () => setDialog(null) });
  return (
    <>
      {user.is_active ? (
        <LimitedButton
          reason={limit}
          variant="outlined"
          color="inherit"
          onClick={() => setDialog('deactivate')}
        >
          {say('deactivate_more')}
        </LimitedButton>
      ) : (
        <ActivateButton user={user} />
      )}
      <LimitedButton reason={limit} variant="outlined" color="error" onClick={() => setDialog('delete')}>
        {say('delete_more')}
      </LimitedButton>
      <DeactivateDialog {...props('deactivate')} />
      <DeleteUserDialog {...props('delete')} />
    </>
  );
};
