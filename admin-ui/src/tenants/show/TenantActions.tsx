import { Button } from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { useAct } from '../../shared/useAct';
import { DeleteTenantDialog } from '../DeleteTenantDialog';
import type { Tenant } from '../tenant';
import { useFresh } from '../useFresh';

/** Stops the nightly scans, or has them go on. There are none before the first. */
const PauseButton = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const isPaused = tenant.state === 'paused';
  const [act, working] = useAct(async () => {
    const state = isPaused ? 'active' : 'paused';
    try {
      await dataProvider.update('tenants', { id: tenant.id, data: { state }, previousData: tenant });
      const done = `resources.tenants.${isPaused ? 'resumed' : 'paused'}`;
      notify(done, { type: 'info', messageArgs: { name: tenant.name } });
    } finally {
      // Also after a refusal: somebody else may have changed it meanwhile.
      await fresh();
    }
  });
  return (
    <Button variant="outlined" color="inherit" loading={working} onClick={act}>
      {translate(`resources.tenants.action.${isPaused ? 'resume' : 'pause'}`)}
    </Button>
  );
};

/** What can be done with one tenant, beside editing and scanning it. */
export const TenantActions = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      {tenant.state !== 'onboarding' && <PauseButton tenant={tenant} />}
      <Button variant="outlined" color="error" onClick={() => setDeleting(true)}>
        {translate('resources.tenants.action.delete_more')}
      </Button>
      <DeleteTenantDialog tenant={tenant} open={deleting} onClose={() => setDeleting(false)} />
    </>
  );
};
