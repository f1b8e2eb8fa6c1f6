import AddIcon from '@mui/icons-material/Add';
import { Button, useMediaQuery, type Theme } from '@mui/material';
import { DataTable, ListBase, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useLiveJobs } from '../jobs/useLiveJobs';
import { HEADER_HEIGHT } from '../layout/Header';
import { Page } from '../layout/Page';
import { ListBody, useListErrors } from '../shared/ListBody';
import { ListBar } from '../shared/ListTools';
import { TimeText } from '../shared/TimeText';
import { COLUMNS, HIDDEN } from './columns';
import { DomainsText } from './DomainsText';
import { LastScan } from './LastScan';
import type { Tenant } from './tenant';
import { TenantCards } from './TenantCards';
import { TenantFilters } from './TenantFilters';
import { pointsInColumn, ScoreText, StateMark } from './TenantMarks';
import { TenantName } from './TenantName';
import { Trend } from './Trend';

/** The head stays in sight. Where the columns may not all fit, the table scrolls in itself instead. */
const tableLayout = {
  '& .RaDataTable-headerCell': { top: { xs: 0, lg: HEADER_HEIGHT } },
  '& .RaDataTable-tableWrapper': { overflowX: { xs: 'auto', lg: 'visible' } },
  // Domains are long words: they had rather stay whole.
  '& .column-domains': { minWidth: 200 },
  ...pointsInColumn,
  '& tbody tr': { height: 49 },
};

const TenantTable = () => (
  <DataTable<Tenant> bulkActionButtons={false} rowClick="show" hiddenColumns={HIDDEN} sx={tableLayout}>
    <DataTable.NumberCol source="id" options={{ useGrouping: false }} />
    <DataTable.Col
      source="name"
      render={(tenant: Tenant) => <TenantName id={tenant.id} name={tenant.name} />}
    />
    <DataTable.Col
      source="domains"
      disableSort
      render={(tenant: Tenant) => <DomainsText domains={tenant.domains} />}
    />
    <DataTable.Col source="state" render={(tenant: Tenant) => <StateMark state={tenant.state} />} />
    <DataTable.Col
      source="score"
      render={(tenant: Tenant) => <ScoreText {...tenant} isScanned={tenant.last_job_id !== null} />}
    />
    <DataTable.Col source="trend" disableSort render={(tenant: Tenant) => <Trend scores={tenant.trend} />} />
    <DataTable.Col
      source="last_scan_at"
      sortByOrder="DESC"
      render={(tenant: Tenant) => <LastScan tenant={tenant} />}
    />
    <DataTable.Col
      source="created_at"
      sortByOrder="DESC"
      render={(tenant: Tenant) => <TimeText value={tenant.created_at} />}
    />
  </DataTable>
);

/** Who is looked after, and how they stand. */
export const TenantList = () => {
  const errors = useListErrors();
  const translate = useTranslate();
  useLiveJobs();
  const isCards = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  const create = (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/tenants/create">
      {translate('resources.tenants.action.create')}
    </Button>
  );
  return (
    <ListBase<Tenant>
      perPage={25}
      sort={{ field: 'name', order: 'ASC' }}
      exporter={false}
      queryOptions={errors}
    >
      <Page
        title={translate('resources.tenants.page.list')}
        intro={translate('resources.tenants.intro')}
        actions={create}
      >
        <TenantFilters />
        <ListBar isCards={isCards} columns={COLUMNS} hidden={HIDDEN} />
        <ListBody>{isCards ? <TenantCards /> : <TenantTable />}</ListBody>
      </Page>
    </ListBase>
  );
};
