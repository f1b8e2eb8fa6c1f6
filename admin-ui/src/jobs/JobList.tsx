import { useMediaQuery, type Theme } from '@mui/material';
import { DataTable, ListBase, useTranslate } from 'react-admin';
import { HEADER_HEIGHT } from '../layout/Header';
import { Page } from '../layout/Page';
import { ListBody, useListErrors } from '../shared/ListBody';
import { ListBar } from '../shared/ListTools';
import { TimeText } from '../shared/TimeText';
import { TenantName } from '../tenants/TenantName';
import { pointsInColumn, ScoreText } from '../tenants/TenantMarks';
import type { Job } from './job';
import { JobButtons } from './JobButtons';
import { JobCards } from './JobCards';
import { JobFilters } from './JobFilters';
import { JobName } from './JobName';
import { JobOrigin } from './JobOrigin';
import { JobStateMark } from './JobMarks';
import { JobProgress } from './JobProgress';
import { useLiveJobs } from './useLiveJobs';

const COLUMNS = [
  'tenant_name',
  'state',
  'score',
  'trigger',
  'created_at',
  'started_at',
  'finished_at',
] as const;
/** Until somebody asks for them. */
const HIDDEN = ['started_at', 'finished_at'];

const tableLayout = {
  '& .RaDataTable-headerCell': { top: { xs: 0, lg: HEADER_HEIGHT } },
  '& .RaDataTable-tableWrapper': { overflowX: { xs: 'auto', lg: 'visible' } },
  // Whether it waits, runs or is over: what stands beside it stays where it is.
  '& .column-state': { width: 190 },
  // With a button or without.
  '& tbody tr': { height: 49 },
  '& .column-actions': { width: 112 },
  // The reason above, who had it below; long names of tenants have the room.
  '& .column-trigger': { minWidth: 130, overflowWrap: 'anywhere' },
  ...pointsInColumn,
};

const JobTable = () => {
  const translate = useTranslate();
  const none = translate('resources.jobs.not_yet');
  return (
    <DataTable<Job> bulkActionButtons={false} rowClick="show" hiddenColumns={HIDDEN} sx={tableLayout}>
      <DataTable.Col source="id" sortByOrder="DESC" render={(job: Job) => <JobName id={job.id} />} />
      <DataTable.Col
        source="tenant_name"
        disableSort
        render={(job: Job) => (
          <TenantName id={job.tenant_id} name={job.tenant_name} sx={{ fontWeight: 400 }} />
        )}
      />
      <DataTable.Col
        source="state"
        render={(job: Job) =>
          job.state === 'running' ? <JobProgress job={job} /> : <JobStateMark state={job.state} />
        }
      />
      <DataTable.Col
        source="score"
        render={(job: Job) => (job.state === 'succeeded' ? <ScoreText {...job} isScanned /> : null)}
      />
      <DataTable.Col source="trigger" disableSort render={(job: Job) => <JobOrigin job={job} />} />
      <DataTable.Col
        source="created_at"
        sortByOrder="DESC"
        render={(job: Job) => <TimeText value={job.created_at} />}
      />
      <DataTable.Col
        source="started_at"
        sortByOrder="DESC"
        render={(job: Job) => <TimeText value={job.started_at} none={none} />}
      />
      <DataTable.Col
        source="finished_at"
        sortByOrder="DESC"
        render={(job: Job) => <TimeText value={job.finished_at} none={none} />}
      />
      <DataTable.Col
        source="actions"
        label="resources.jobs.fields.actions"
        disableSort
        align="right"
        render={(job: Job) => <JobButtons job={job} size="small" />}
      />
    </DataTable>
  );
};

/** Every scan, and what becomes of it while one looks. */
export const JobList = () => {
  const errors = useListErrors();
  const translate = useTranslate();
  useLiveJobs();
  const isCards = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  return (
    <ListBase<Job> perPage={25} sort={{ field: 'id', order: 'DESC' }} exporter={false} queryOptions={errors}>
      <Page title={translate('resources.jobs.page.list')} intro={translate('resources.jobs.intro')}>
        <JobFilters />
        <ListBar isCards={isCards} columns={COLUMNS} hidden={HIDDEN} />
        <ListBody>{isCards ? <JobCards /> : <JobTable />}</ListBody>
      </Page>
    </ListBase>
  );
};
