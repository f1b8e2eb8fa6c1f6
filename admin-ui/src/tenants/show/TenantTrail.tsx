import { useGetList, useTranslate } from 'react-admin';
import type { Entry } from '../../audit/entry';
import { Trail } from '../../audit/Trail';
import { auditAbout, type Tenant } from '../tenant';

const SHOWN = 10;

/** What was done to a tenant, newest first, and the way to the rest. */
export const TenantTrail = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.tenants.trail.${key}`, { name: tenant.name });
  const { data, isPending, error, refetch } = useGetList<Entry>('audit', {
    filter: { tenant_id: tenant.id },
    sort: { field: 'id', order: 'DESC' },
    pagination: { page: 1, perPage: SHOWN },
  });
  return (
    <Trail
      title={say('title')}
      none={say('none')}
      entries={data ?? []}
      isPending={isPending}
      error={error}
      refetch={refetch}
      ways={[{ words: say('about'), to: auditAbout(tenant.id) }]}
    />
  );
};
