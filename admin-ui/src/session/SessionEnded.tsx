import { Button, Dialog, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { leave } from '../providers/session';
import { Door } from './Door';
import { SignInForm } from './SignInForm';

/**
 * Covers the page that one was on, opaquely: whoever comes by after the session ended reads nothing, and the
 * forms below keep what was typed.
 */
export const SessionEnded = ({ name }: { name: string }) => {
  const translate = useTranslate();
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
