import { Alert, Link } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Door } from './Door';
import { SignInForm } from './SignInForm';

const notes = { nothing: null, 'sign-out': 'signed_out', end: 'has_ended' };

/** @param after what brought somebody here who was in before */
export const SignInPage = ({ after }: { after: keyof typeof notes }) => {
  const translate = useTranslate();
  return (
    <Door title={translate('clearview.sign_in.title')}>
      {notes[after] && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {translate(`clearview.sign_in.${notes[after]}`)}
        </Alert>
      )}
      <SignInForm />
      <Link href="/" sx={{ display: 'block', mt: 2, textAlign: 'center' }}>
        {translate('clearview.back')}
      </Link>
    </Door>
  );
};
