import { CircularProgress, Stack } from '@mui/material';
import { useTimeout, useTranslate } from 'react-admin';

/** Shows nothing for a moment: most waits are over before a spinner would help. */
export const LateSpinner = () => {
  const translate = useTranslate();
  if (!useTimeout(300)) return null;
  return (
    <Stack sx={{ alignItems: 'center', pt: 10 }}>
      <CircularProgress size={28} aria-label={translate('clearview.loading')} />
    </Stack>
  );
};
