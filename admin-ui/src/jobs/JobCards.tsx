import { Box, Stack } from '@mui/material';
import { useListContext } from 'react-admin';
import { above, Card, Cards, cover } from '../shared/Cards';
import { TimeText } from '../shared/TimeText';
import type { Job } from './job';
import { JobButtons } from './JobButtons';
import { JobName } from './JobName';
import { JobOrigin } from './JobOrigin';
import { JobOutcome } from './JobOutcome';

const JobCard = ({ job }: { job: Job }) => (
  <Card>
    <Stack sx={{ gap: 0.75, minWidth: 0, flex: 1, px: 1 }}>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <JobName id={job.id} sx={cover} /> · {job.tenant_name}
      </Box>
      <Box>
        <JobOutcome job={job} />
      </Box>
      <Box sx={{ color: 'text.secondary' }}>
        <JobOrigin job={job} /> ·{' '}
        <Box component="span" sx={above}>
          <TimeText value={job.finished_at ?? job.started_at ?? job.created_at} />
        </Box>
      </Box>
    </Stack>
    <Box sx={above}>
      <JobButtons job={job} size="small" />
    </Box>
  </Card>
);

/** The list where a table has no room. */
export const JobCards = () => {
  const { data = [] } = useListContext<Job>();
  return (
    <Cards>
      {data.map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
    </Cards>
  );
};
