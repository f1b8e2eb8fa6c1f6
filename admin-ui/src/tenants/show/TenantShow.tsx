import { Button, Stack } from '@mui/material';
import { ShowBase, useShowContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useLiveJobs } from '../../jobs/useLiveJobs';
import { Page } from '../../layout/Page';
import { LateSpinner } from '../../shared/LateSpinner';
import { isGone } from '../../shared/NoRecord';
import { NoTenant } from '../NoTenant';
import { tenantForm, type Tenant } from '../tenant';
import { ScanButton } from './ScanButton';
import { TenantActions } from './TenantActions';
import { TenantDomains } from './TenantDomains';
import { TenantFacts } from './TenantFacts';
import { TenantFindings } from './TenantFindings';
import { TenantJobs } from './TenantJobs';
import { TenantTrail } from './TenantTrail';

const Content = () => {
  const translate = useTranslate();
  const { record: tenant, error, refetch } = useShowContext<Tenant>();
  // The list may still have one that was deleted since.
  if (error && (!tenant || isGone(error))) return <NoTenant error={error} refetch={refetch} />;
  if (!tenant) return <LateSpinner />;
  const actions = (
    <>
      <TenantActions tenant={tenant} />
      <Button variant="outlined" color="inherit" component={Link} to={tenantForm(tenant.id)}>
        {translate('resources.tenants.action.edit')}
      </Button>
      <ScanButton tenant={tenant} />
    </>
  );
  return (
    <Page title={tenant.name} actions={actions}>
      <Stack sx={{ gap: 2 }}>
        <TenantFacts tenant={tenant} />
        <TenantDomains tenant={tenant} />
        <TenantFindings tenant={tenant} />
        <TenantJobs tenant={tenant} />
        <TenantTrail tenant={tenant} />
      </Stack>
    </Page>
  );
};

/** All about one tenant, and all that can be done. */
export const TenantShow = () => {
  useLiveJobs();
  return (
    // A link of the audit log may lead to one that is gone: that is told here, and not by a jump elsewhere.
    <ShowBase<Tenant> queryOptions={{ onError: () => undefined }}>
      <Content />
    </ShowBase>
  );
};
