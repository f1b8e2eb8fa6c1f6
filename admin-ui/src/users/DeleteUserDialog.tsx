import { useQueryClient } from '@tanstack/react-query';
import { Box } from '@mui/material';
import { useDataProvider, useNotify, useRedirect, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { GoneWith } from './GoneWith';
import type { User } from './user';

interface Props {
  user: User;
  open: boolean;
  onClose: () => void;
}

/** Asks once, with the name of who goes and what goes with them. */
export const DeleteUserDialog = ({ user, open, onClose }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const queryClient = useQueryClient();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const name = user.username;
  const say = (key: string) => translate(`resources.users.delete.${key}`, { name });

  const act = async () => {
    await dataProvider.delete('users', { id: user.id, previousData: user });
    notify('resources.users.deleted', { type: 'info', messageArgs: { name } });
    redirect('list', 'users');
    // Not all about users: the page that is being left would ask for somebody who is gone.
    await queryClient.invalidateQueries({ queryKey: ['users', 'getList'] });
  };

  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={say('title')}
      confirm={say('confirm')}
      danger
      act={act}
    >
      <Box>{say('body')}</Box>
      <GoneWith sessions={user.live_sessions} />
    </ConfirmDialog>
  );
};
