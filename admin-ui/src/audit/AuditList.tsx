import { Box, useMediaQuery, type Theme } from '@mui/material';
import { ColumnsButton, DataTable, ListBase, RefreshButton, useTranslate } from 'react-admin';
import { HEADER_HEIGHT } from '../layout/Header';
import { Page } from '../layout/Page';
import { ListBody, useListErrors } from '../shared/ListBody';
import { TimeText } from '../shared/TimeText';
import { AuditCards } from './AuditCards';
import { AuditFilters } from './AuditFilters';
import { EntryRecord } from './EntryRecord';
import { EntrySentence } from './EntrySentence';
import type { Entry } from './entry';
import { OutcomeMark } from './OutcomeMark';
import { RecordButton } from './RecordButton';

const AuditTable = () => {
  const translate = useTranslate();
  return (
    <DataTable<Entry>
      bulkActionButtons={false}
      rowClick="expand"
      expand={<EntryRecord />}
      hiddenColumns={['event']}
      sx={{
        '& .RaDataTable-headerCell': { top: HEADER_HEIGHT },
        '& .RaDataTable-expandHeader, & .RaDataTable-expandIconCell': { display: 'none' },
        // A closed record is no row to count or to read out.
        '& .RaDataTable-expandRow:has(> td:empty)': { display: 'none' },
        '& .RaDataTable-expandable > td': { borderBottom: 1, borderColor: 'divider' },
      }}
    >
      {/* Entries are numbered as they happen, and the index is on the number. */}
      <DataTable.Col
        source="id"
        label="resources.audit.fields.ts"
        render={(entry: Entry) => <TimeText value={entry.ts} />}
      />
      <DataTable.Col
        source="what"
        disableSort
        render={(entry: Entry) => (
          <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
              <EntrySentence entry={entry} />
            </Box>
            <OutcomeMark event={entry.event} />
          </Box>
        )}
      />
      <DataTable.Col
        source="event"
        disableSort
        render={(entry: Entry) => translate(`resources.audit.event.${entry.event}`, { _: entry.event })}
      />
      <DataTable.Col
        source="ip"
        disableSort
        render={(entry: Entry) => (entry.ip ? <code>{entry.ip}</code> : null)}
      />
      <DataTable.Col
        source="record"
        disableSort
        align="right"
        render={(entry: Entry) => <RecordButton entry={entry} />}
      />
    </DataTable>
  );
};

/** Read only: the log is the record, so there is nothing to edit and nothing to delete. */
export const AuditList = () => {
  const errors = useListErrors();
  const translate = useTranslate();
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const tools = (
    <>
      {!isPhone && <ColumnsButton />}
      <RefreshButton />
    </>
  );
  return (
    <ListBase<Entry>
      perPage={25}
      sort={{ field: 'id', order: 'DESC' }}
      exporter={false}
      queryOptions={errors}
    >
      <Page
        title={translate('resources.audit.page.list')}
        intro={translate('resources.audit.intro')}
        actions={tools}
      >
        <AuditFilters />
        <ListBody>{isPhone ? <AuditCards /> : <AuditTable />}</ListBody>
      </Page>
    </ListBase>
  );
};
