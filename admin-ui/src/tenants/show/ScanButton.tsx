import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { LimitedButton } from '../../shared/LimitedButton';
import { useAct } from '../../shared/useAct';
import { isProved, type Tenant } from '../tenant';
import { useFresh } from '../useFresh';

/** Why a tenant cannot be scanned now; a key below `resources.tenants.limit`. */
function limitOf({ job, state, domains }: Tenant): string | undefined {
  if (job) return 'running';
  if (state === 'paused') return 'paused';
  return domains.some(isProved) ? undefined : 'unproved';
}

/** Has the tenant scanned now. */
export const ScanButton = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const limit = limitOf(tenant);
  const [scan, working] = useAct(async () => {
    try {
      await dataProvider.scan(tenant.id);
      notify('resources.tenants.scan_queued', { type: 'info', messageArgs: { name: tenant.name } });
    } finally {
      await fresh();
    }
  });
  return (
    <LimitedButton
      variant={limit ? 'outlined' : 'contained'}
      loading={working}
      reason={limit && translate(`resources.tenants.limit.${limit}`)}
      onClick={scan}
    >
      {translate('resources.tenants.action.scan')}
    </LimitedButton>
  );
};
