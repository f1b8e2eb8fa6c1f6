import { Button, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Page } from './Page';

/** A defect of ours. Header and menu still work. */
export const Crashed = () => {
  const translate = useTranslate();
  return (
    <Page title={translate('clearview.crashed')} narrow>
      <Typography role="alert" sx={{ mb: 2 }}>
        {translate('clearview.crashed_help')}
      </Typography>
      <Button variant="contained" onClick={() => window.location.reload()}>
        {translate('clearview.reload')}
      </Button>
    </Page>
  );
};
