import { Button, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Page } from './Page';

export const NotFound = () => {
  const translate = useTranslate();
  return (
    <Page title={translate('ra.page.not_found')} narrow>
      <Typography sx={{ mb: 2 }}>{translate('clearview.not_found')}</Typography>
      <Button variant="outlined" component={Link} to="/">
        {translate('clearview.dashboard.title')}
      </Button>
    </Page>
  );
};
