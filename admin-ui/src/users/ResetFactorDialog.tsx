import { Box } from '@mui/material';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { useFresh } from './useFresh';
import type { User } from './user';

interface Props {
  user: User;
  open: boolean;
  onClose: () => void;
}

/** The way back for somebody who lost phone, passkeys and recovery codes. */
export const ResetFactorDialog = ({ user, open, onClose }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const name = user.username;
  const say = (key: string) => translate(`resources.users.factor_reset.${key}`, { name });
  const act = async () => {
    await dataProvider.resetSecondFactor(user.id);
    notify('resources.users.factor_reset.done', { type: 'info', messageArgs: { name } });
    await fresh();
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
      <Box sx={{ mt: 1 }}>{say('sure')}</Box>
    </ConfirmDialog>
  );
};
