import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { startSession } from '../providers/session';
import { Door } from './Door';

/** Nobody is signed out because a network or a server fails. */
export const Unreachable = ({ reason }: { reason: string }) => {
  const translate = useTranslate();
  return (
    <Door title={translate('clearview.unreachable.title')}>
      <Stack sx={{ gap: 2 }}>
        <Typography role="alert">{reason}</Typography>
        <Button variant="contained" onClick={() => void startSession()}>
          {translate('clearview.retry')}
        </Button>
      </Stack>
    </Door>
  );
};
