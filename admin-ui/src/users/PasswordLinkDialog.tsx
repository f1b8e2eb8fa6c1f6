import { Box } from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import type { PasswordLink } from '../providers/users';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { OnceLink } from './password/OnceLink';
import { useFresh } from './useFresh';
import type { User } from './user';

interface Props {
  user: User;
  open: boolean;
  onClose: () => void;
}

/** Makes a link by which somebody sets their own password, and shows it once. */
export const PasswordLinkDialog = ({ user, open, onClose }: Props) => {
  const translate = useTranslate();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [link, setLink] = useState<PasswordLink>();
  const name = user.username;
  const say = (key: string) => translate(`resources.users.link.${key}`, { name });
  const act = async () => {
    setLink(await dataProvider.makePasswordLink(user.id));
    void fresh();
  };
  if (link) return <OnceLink username={name} link={link} onDone={() => setLink(undefined)} />;
  return (
    <ConfirmDialog open={open} onClose={onClose} title={say('title')} confirm={say('confirm')} act={act}>
      <Box>{say('body')}</Box>
      <Box sx={{ mt: 1 }}>{say(user.is_active ? 'sessions' : 'inactive')}</Box>
    </ConfirmDialog>
  );
};
