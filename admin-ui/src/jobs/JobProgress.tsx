import { Box, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { AliveJob } from '../tenants/tenant';
import { JobStateMark } from './JobMarks';

/** How far a scan is that runs; of one that waits, that it does. */
export const JobProgress = ({ job }: { job: Pick<AliveJob, 'state' | 'checks_done' | 'checks_total'> }) => {
  const translate = useTranslate();
  const { state, checks_done: done, checks_total: total } = job;
  if (state !== 'running') return <JobStateMark state={state} />;
  const words = translate('resources.jobs.progress', { done, total });
  return (
    <Stack component="span" direction="row" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>
      <Box
        component="span"
        role="progressbar"
        aria-label={translate('resources.jobs.state.running')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
        sx={{
          width: 72,
          height: 6,
          borderRadius: 3,
          overflow: 'hidden',
          bgcolor: ({ palette }) => palette.clearview.accentSoft,
          boxShadow: ({ palette }) => `inset 0 0 0 1px ${palette.clearview.border}`,
        }}
      >
        <Box
          component="span"
          sx={{ display: 'block', height: '100%', bgcolor: 'primary.main', transition: 'width 150ms' }}
          style={{ width: `${total > 0 ? Math.round((100 * done) / total) : 0}%` }}
        />
      </Box>
      <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
        {words}
      </Box>
    </Stack>
  );
};
