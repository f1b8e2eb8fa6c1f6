import { Stack } from '@mui/material';
import { ShowBase, useShowContext, useTranslate } from 'react-admin';
import { Page } from '../../layout/Page';
import { LateSpinner } from '../../shared/LateSpinner';
import { isGone, NoRecord } from '../../shared/NoRecord';
import type { Job } from '../job';
import { JobButtons } from '../JobButtons';
import { useLiveJobs } from '../useLiveJobs';
import { JobFacts } from './JobFacts';
import { JobFindings } from './JobFindings';

const Content = () => {
  const translate = useTranslate();
  const { record: job, error, refetch } = useShowContext<Job>();
  if (error && (!job || isGone(error))) return <NoRecord resource="jobs" error={error} refetch={refetch} />;
  if (!job) return <LateSpinner />;
  return (
    <Page
      title={translate('resources.jobs.page.show', { id: job.id, name: job.tenant_name })}
      actions={<JobButtons job={job} />}
    >
      <Stack sx={{ gap: 2 }}>
        <JobFacts job={job} />
        <JobFindings job={job} />
      </Stack>
    </Page>
  );
};

/** One scan: how it stands, and what it saw. */
export const JobShow = () => {
  useLiveJobs();
  return (
    // Old scans are cleared, and their tenant may be deleted: that is told here, and not by a jump elsewhere.
    <ShowBase<Job> queryOptions={{ onError: () => undefined }}>
      <Content />
    </ShowBase>
  );
};
