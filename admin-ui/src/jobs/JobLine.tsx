import { Box, Stack } from '@mui/material';
import { TimeText } from '../shared/TimeText';
import type { Job } from './job';
import { JobButtons } from './JobButtons';
import { JobName } from './JobName';
import { JobOrigin } from './JobOrigin';
import { JobOutcome } from './JobOutcome';

/** One scan as an item of a list, where its tenant is known already. */
export const JobLine = ({ job }: { job: Job }) => (
  <Stack
    component="li"
    direction="row"
    sx={{
      columnGap: 2,
      rowGap: 0.5,
      py: 1,
      minHeight: 48,
      alignItems: 'center',
      flexWrap: 'wrap',
      borderTop: 1,
      borderColor: 'divider',
      '&:first-of-type': { border: 0 },
    }}
  >
    <JobName id={job.id} />
    <JobOutcome job={job} />
    <Box sx={{ color: 'text.secondary', flex: 1, minWidth: { xs: '60%', sm: 160 } }}>
      <JobOrigin job={job} /> · <TimeText value={job.finished_at ?? job.started_at ?? job.created_at} />
    </Box>
    <JobButtons job={job} size="small" />
  </Stack>
);
