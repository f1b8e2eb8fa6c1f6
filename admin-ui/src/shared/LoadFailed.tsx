import { Alert, Button } from '@mui/material';
import { useTranslate } from 'react-admin';

interface Props {
  error: Error | null;
  refetch: () => unknown;
}

/** Why a part of a page could not be read, and another try; nothing while there is no error. */
export const LoadFailed = ({ error, refetch }: Props) => {
  const translate = useTranslate();
  if (error === null) return null;
  const retry = <Button onClick={() => void refetch()}>{translate('clearview.retry')}</Button>;
  return (
    <Alert severity="error" action={retry}>
      {error.message}
    </Alert>
  );
};
