import { Box, Link as TextLink, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { FindingItem, Findings } from '../../jobs/FindingItem';
import { byUrgency, isOpen, jobPage } from '../../jobs/job';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { LoadFailed } from '../../shared/LoadFailed';
import { Panel } from '../../shared/Panel';
import { isProved, type Report, type Tenant } from '../tenant';

/** How many of the others are named here; the page of the scan has them all. */
const SHOWN = 5;

/** In this order; of what there is none nothing is said. */
const COUNTED = ['fail', 'warn', 'pass', 'unknown'] as const;

const Title = ({ children }: { children: string }) => (
  <Typography variant="h3" sx={{ fontSize: '0.875rem', fontWeight: 600, mt: 2, mb: 0.5 }}>
    {children}
  </Typography>
);

const Standing = ({ report, jobId }: { report: Report; jobId: number }) => {
  const translate = useTranslate();
  const say = (key: string, args = {}) => translate(`resources.tenants.report.${key}`, args);
  const isMend = new Set(report.mends.map(({ domain, check_id }) => `${domain} ${check_id}`));
  const open = report.findings.filter(isOpen).sort(byUrgency);
  const others = open.filter(({ domain, check_id }) => !isMend.has(`${domain} ${check_id}`));
  const count = (status: string) => report.findings.filter((finding) => finding.status === status).length;
  return (
    <>
      <Typography color="text.secondary">
        {COUNTED.filter((status) => count(status) > 0)
          .map((status) => say(status, { smart_count: count(status) }))
          .join(' · ')}
      </Typography>
      {open.length === 0 && <Typography sx={{ mt: 1 }}>{say('nothing')}</Typography>}
      {report.mends.length > 0 && <Title>{say('first')}</Title>}
      <Findings label={say('first')}>
        {report.mends.map((finding) => (
          <FindingItem key={`${finding.domain} ${finding.check_id}`} finding={finding} />
        ))}
      </Findings>
      {others.length > 0 && <Title>{say('others')}</Title>}
      <Findings label={say('others')}>
        {others.slice(0, SHOWN).map((finding) => (
          <FindingItem key={`${finding.domain} ${finding.check_id}`} finding={finding} />
        ))}
      </Findings>
      <Box sx={{ mt: 2 }}>
        <TextLink component={Link} to={jobPage(jobId)}>
          {say('all', { count: report.findings.length, id: jobId })}
        </TextLink>
      </Box>
    </>
  );
};

/** How a tenant stands by its newest scan: the mends that help most, then what else is open. */
export const TenantFindings = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    // Of each scan only once: what it saw does not change.
    queryKey: ['report', tenant.id, tenant.last_job_id],
    queryFn: ({ signal }) => dataProvider.report(tenant.id, { signal }),
    enabled: tenant.last_job_id !== null,
    placeholderData: (before) => before,
  });
  return (
    <Panel title={translate('resources.tenants.report.title')}>
      <LoadFailed error={error} refetch={refetch} />
      {tenant.last_job_id === null && (
        <Typography color="text.secondary">
          {translate(`resources.tenants.report.${tenant.domains.some(isProved) ? 'none' : 'none_unproved'}`)}
        </Typography>
      )}
      <Stack>{data && data.job_id !== null && <Standing report={data} jobId={data.job_id} />}</Stack>
    </Panel>
  );
};
