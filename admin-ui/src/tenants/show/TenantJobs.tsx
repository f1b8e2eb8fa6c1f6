import { Box, Link as TextLink, Stack, Typography } from '@mui/material';
import { useGetList, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Job } from '../../jobs/job';
import { JobLine } from '../../jobs/JobLine';
import { LoadFailed } from '../../shared/LoadFailed';
import { Panel } from '../../shared/Panel';
import { jobsOf, type Tenant } from '../tenant';

const SHOWN = 5;

/** The newest scans of a tenant, and the way to the rest. */
export const TenantJobs = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.tenants.jobs.${key}`, { name: tenant.name });
  const { data, error, refetch } = useGetList<Job>('jobs', {
    filter: { tenant_id: tenant.id },
    sort: { field: 'id', order: 'DESC' },
    pagination: { page: 1, perPage: SHOWN },
  });
  return (
    <Panel title={say('title')}>
      <LoadFailed error={error} refetch={refetch} />
      {data?.length === 0 && <Typography color="text.secondary">{say('none')}</Typography>}
      {data && data.length > 0 && (
        <>
          <Stack component="ul" aria-label={say('title')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {data.map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
          </Stack>
          <Box sx={{ mt: 2 }}>
            <TextLink component={Link} to={jobsOf(tenant.id)}>
              {say('all')}
            </TextLink>
          </Box>
        </>
      )}
    </Panel>
  );
};
