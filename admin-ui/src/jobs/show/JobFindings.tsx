import { Box, Chip, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { LoadFailed } from '../../shared/LoadFailed';
import { Panel } from '../../shared/Panel';
import { FindingItem, Findings } from '../FindingItem';
import { byUrgency, FINDING_STATUSES, isAlive, type Finding, type FindingStatus, type Job } from '../job';

type Shown = FindingStatus | 'all';

interface ChoiceProps {
  findings: Finding[];
  shown: Shown;
  onChange: (shown: Shown) => void;
}

/** How many there are of each kind; a press shows only these. */
const Choice = ({ findings, shown, onChange }: ChoiceProps) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.jobs.finding.${key}`);
  const count = (status: FindingStatus) => findings.filter((finding) => finding.status === status).length;
  const choices = [
    ['all', findings.length] as const,
    ...FINDING_STATUSES.map((status) => [status, count(status)] as const),
  ].filter(([, number]) => number > 0);
  return (
    <Stack direction="row" role="group" aria-label={say('shown')} sx={{ gap: 1, flexWrap: 'wrap', mb: 1 }}>
      {choices.map(([choice, number]) => (
        <Chip
          key={choice}
          size="small"
          label={`${say(choice)} ${number}`}
          color={choice === shown ? 'secondary' : 'default'}
          variant={choice === shown ? 'filled' : 'outlined'}
          aria-pressed={choice === shown}
          onClick={() => onChange(choice)}
        />
      ))}
    </Stack>
  );
};

/** What a scan saw: the worst first, each with its evidence and how to mend it. */
export const JobFindings = ({ job }: { job: Job }) => {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [shown, setShown] = useState<Shown>('all');
  const { data, error, refetch } = useQuery({
    // Read again as the scan goes on: each check that is done brings one.
    queryKey: ['findings', job.id, job.checks_done, job.state],
    queryFn: ({ signal }) => dataProvider.findings(job.id, { signal }),
    placeholderData: (before) => before,
  });
  const title = translate('resources.jobs.finding.title');
  const findings = [...(data ?? [])].sort(byUrgency);
  const visible = findings.filter(({ status }) => shown === 'all' || status === shown);
  return (
    <Panel title={title}>
      <LoadFailed error={error} refetch={refetch} />
      {data?.length === 0 && (
        <Typography color="text.secondary">
          {translate(`resources.jobs.finding.${isAlive(job) ? 'none_yet' : 'none'}`)}
        </Typography>
      )}
      {findings.length > 0 && (
        <Box>
          <Choice findings={findings} shown={shown} onChange={setShown} />
          <Findings label={title}>
            {visible.map((finding) => (
              <FindingItem key={`${finding.domain} ${finding.check_id}`} finding={finding} />
            ))}
          </Findings>
        </Box>
      )}
    </Panel>
  );
};
