import { Alert, Link } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Door } from './Door';
import { SignInForm } from './SignInForm';

export const SignInPage = ({ signedOut }: { signedOut: boolean }) => {
  const translate = useTranslate();
  return (
    <Door title={translate('clearview.sign_in.title')}>
      {signedOut && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {translate('clearview.sign_in.signed_out')}
        </Alert>
      )}
      <SignInForm />
      <Link href="/" sx={{ display: 'block', mt: 2, textAlign: 'center' }}>
        {translate('clearview.back')}
      </Link>
    </Door>
  );
};
