import { useMemo } from 'react';
import { BooleanInput, EditBase, useEditContext, useTranslate } from 'react-admin';
import { Page } from '../../layout/Page';
import { EditForm } from '../../shared/edit/EditForm';
import { LateSpinner } from '../../shared/LateSpinner';
import { isGone } from '../../shared/NoRecord';
import { NoTenant } from '../NoTenant';
import type { Tenant } from '../tenant';
import { DomainsInput, NameInput, NotesInput } from '../TenantInputs';
import { tenantEditing, toForm } from './tenantEditing';

const isScanned = (state: unknown): boolean => state !== 'paused';
const toState = (scanned: boolean): string => (scanned ? 'active' : 'paused');

/** Whether it is scanned every night. There is nothing to pause before its first scan. */
const PauseInput = () => {
  const translate = useTranslate();
  return (
    <BooleanInput
      source="state"
      label={translate('resources.tenants.nightly')}
      helperText={translate('resources.tenants.nightly_help')}
      format={isScanned}
      parse={toState}
    />
  );
};

const TenantForm = ({ tenant }: { tenant: Tenant }) => {
  // The form is filled anew for another object.
  const record = useMemo(() => toForm(tenant), [tenant]);
  return (
    <EditForm editing={tenantEditing} record={record}>
      <NameInput />
      <DomainsInput />
      <NotesInput />
      {tenant.state !== 'onboarding' && <PauseInput />}
    </EditForm>
  );
};

const Content = () => {
  const { record: tenant, error, refetch } = useEditContext<Tenant>();
  const translate = useTranslate();
  if (error && (!tenant || isGone(error))) return <NoTenant error={error} refetch={refetch} />;
  if (!tenant) return <LateSpinner />;
  return (
    <Page title={translate('resources.tenants.page.edit', { name: tenant.name })} narrow>
      <TenantForm key={tenant.id} tenant={tenant} />
    </Page>
  );
};

/** Name, domains, notes, and whether it is scanned. Guarded against two who edit at once. */
export const TenantEdit = () => (
  // One that is gone is told of here, and not by a jump to the list.
  <EditBase<Tenant> mutationMode="pessimistic" queryOptions={{ onError: () => undefined }}>
    <Content />
  </EditBase>
);
