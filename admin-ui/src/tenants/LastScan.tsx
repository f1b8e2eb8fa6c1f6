import { useTranslate } from 'react-admin';
import { JobProgress } from '../jobs/JobProgress';
import { TimeText } from '../shared/TimeText';
import type { Tenant } from './tenant';

/** When it was scanned last; while it is scanned, how far that is. */
export const LastScan = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  if (tenant.job) return <JobProgress job={tenant.job} />;
  return <TimeText value={tenant.last_scan_at} none={translate('resources.tenants.never_scanned')} />;
};
