import { Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Page } from '../layout/Page';
import { AccountsPanel } from './AccountsPanel';
import { AttacksPanel } from './AttacksPanel';
import { SignInsPanel } from './SignInsPanel';
import { TenantsPanel } from './TenantsPanel';

/** What an administrator asks in the morning: is anything wrong, what happened, how many are there. */
export const Dashboard = () => {
  const translate = useTranslate();
  return (
    <Page title={translate('clearview.dashboard.title')} intro={translate('clearview.dashboard.intro')}>
      <Stack sx={{ gap: 2 }}>
        <AttacksPanel />
        <TenantsPanel />
        <AccountsPanel />
        <SignInsPanel />
      </Stack>
    </Page>
  );
};
