import { Button, Dialog, Typography } from '@mui/material';
import { useEffect } from 'react';
import { useTranslate } from 'react-admin';
import { leave, resume } from '../providers/session';
import { Door } from './Door';
import { SignInForm } from './SignInForm';

/**
 * Covers the page that one was on, opaquely: whoever comes by after the session ended reads nothing, and the
 * forms below keep what was typed. Who has signed in again in another tab need not do it here too.
 */
export const SessionEnded = ({ name }: { name: string }) => {
  const translate = useTranslate();
  useEffect(() => {
    const onFocus = () => void resume();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, []);
  return (
    <Dialog
      open
      fullScreen
      aria-labelledby="session-ended"
      sx={{
        zIndex: 'tooltip',
        '& .MuiDialog-paper': { bgcolor: 'background.default', border: 0, borderRadius: 0 },
      }}
    >
      <Door title={translate('clearview.sign_in.title_ended')} titleId="session-ended">
        <Typography sx={{ mb: 2 }}>{translate('clearview.sign_in.ended')}</Typography>
        <SignInForm name={name} />
        <Button fullWidth onClick={leave} sx={{ mt: 1 }}>
          {translate('clearview.sign_in.other')}
        </Button>
      </Door>
    </Dialog>
  );
};
