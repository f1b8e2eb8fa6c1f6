import { Alert, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { signOut } from '../providers/session';
import { Door } from './Door';

/** For those who are signed in without the role: why, and the way back. Their session is left alone. */
export const NotAdministrator = ({ name }: { name: string }) => {
  const translate = useTranslate();
  const [failure, setFailure] = useState('');
  return (
    <Door title={translate('clearview.not_admin.title')}>
      <Stack sx={{ gap: 2 }}>
        <Typography>{translate('clearview.not_admin.body', { name })}</Typography>
        {failure && <Alert severity="error">{failure}</Alert>}
        <Button variant="contained" href="/">
          {translate('clearview.back')}
        </Button>
        <Button onClick={() => void signOut().catch((error: Error) => setFailure(error.message))}>
          {translate('clearview.not_admin.other')}
        </Button>
      </Stack>
    </Door>
  );
};
