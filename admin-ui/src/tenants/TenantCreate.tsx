import { Button, Stack } from '@mui/material';
import { CreateBase, Form, SaveButton, useNotify, useRedirect, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Page } from '../layout/Page';
import { FocusFirstError } from '../shared/FocusFirstError';
import { Panel } from '../shared/Panel';
import type { Tenant } from './tenant';
import { cleanDomains, DomainsInput, NameInput, NotesInput } from './TenantInputs';

interface Values {
  name: string;
  domains: string[];
  notes: string;
}

const toBody = ({ name, domains, notes }: Values) => ({ name, domains: cleanDomains(domains), notes });

/** A new tenant. What comes next, the proof of its domains, is on its page. */
export const TenantCreate = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const created = (tenant: Tenant) => {
    notify('resources.tenants.created', { type: 'info', messageArgs: { name: tenant.name } });
    redirect('show', 'tenants', tenant.id);
  };
  return (
    <CreateBase<Tenant> mutationOptions={{ onSuccess: created }} transform={toBody}>
      <Page
        title={translate('resources.tenants.page.create')}
        intro={translate('resources.tenants.create_intro')}
        narrow
      >
        <Form
          defaultValues={{ name: '', domains: [], notes: '' }}
          warnWhenUnsavedChanges
          noValidate
          disableInvalidFormNotification
        >
          <Panel>
            <Stack sx={{ gap: 3 }}>
              <NameInput />
              <DomainsInput />
              <NotesInput />
            </Stack>
          </Panel>
          <FocusFirstError />
          <Stack direction="row" sx={{ gap: 1, mt: 2 }}>
            <SaveButton alwaysEnable icon={<></>} label={translate('resources.tenants.action.create')} />
            <Button color="inherit" component={Link} to="/tenants">
              {translate('clearview.cancel')}
            </Button>
          </Stack>
        </Form>
      </Page>
    </CreateBase>
  );
};
