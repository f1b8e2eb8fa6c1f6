import { useQueryClient } from '@tanstack/react-query';
import { Box } from '@mui/material';
import { useDataProvider, useNotify, useRedirect, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import { ConfirmByName } from '../shared/ConfirmByName';
import type { Tenant } from './tenant';

interface Props {
  tenant: Tenant;
  open: boolean;
  onClose: () => void;
}

/** Asks for the name of the tenant that goes, with what goes with it. */
export const DeleteTenantDialog = ({ tenant, open, onClose }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const queryClient = useQueryClient();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { name } = tenant;
  const say = (key: string) => translate(`resources.tenants.delete.${key}`, { name });

  const act = async (typed: string) => {
    const meta = { body: { name: typed } };
    await dataProvider.delete('tenants', { id: tenant.id, previousData: tenant, meta });
    notify('resources.tenants.deleted', { type: 'info', messageArgs: { name } });
    redirect('list', 'tenants');
    // Not all about tenants: the page that is being left would ask for one that is gone.
    await queryClient.invalidateQueries({ queryKey: ['tenants', 'getList'] });
  };

  return (
    <ConfirmByName
      open={open}
      onClose={onClose}
      title={say('title')}
      name={name}
      label={say('label')}
      mismatch={say('mismatch')}
      confirm={say('confirm')}
      act={act}
    >
      <Box>{say('body')}</Box>
      <Box component="ul" sx={{ pl: 2.5, my: 1.5, '& li': { mb: 0.5 } }}>
        <li>{say('with_scans')}</li>
        <li>{say('log_stays')}</li>
      </Box>
    </ConfirmByName>
  );
};
