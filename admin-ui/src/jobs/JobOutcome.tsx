import { Stack } from '@mui/material';
import { ScoreText } from '../tenants/TenantMarks';
import type { Job } from './job';
import { JobStateMark } from './JobMarks';
import { JobProgress } from './JobProgress';

/** How a scan stands: its progress, its score, or how else it ended. */
export const JobOutcome = ({ job }: { job: Job }) => {
  if (job.state === 'running') return <JobProgress job={job} />;
  return (
    <Stack component="span" direction="row" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>
      <JobStateMark state={job.state} />
      {job.state === 'succeeded' && <ScoreText {...job} isScanned />}
    </Stack>
  );
};
