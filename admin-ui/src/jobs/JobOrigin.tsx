import { useTranslate } from 'react-admin';
import type { Job } from './job';

/** Why there is a scan, and who asked for it. */
export const JobOrigin = ({ job }: { job: Job }) => {
  const translate = useTranslate();
  const words = translate(`resources.jobs.trigger.${job.trigger}`);
  if (job.requested_by_name === null) return <>{words}</>;
  return <>{translate('resources.jobs.by', { trigger: words, name: job.requested_by_name })}</>;
};
