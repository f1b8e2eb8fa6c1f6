import { Box } from '@mui/material';
import { DataTable, useTranslate } from 'react-admin';
import { HEADER_HEIGHT } from '../layout/Header';
import { TimeText } from '../shared/TimeText';
import { EntryRecord } from './EntryRecord';
import { EntrySentence } from './EntrySentence';
import type { Entry } from './entry';
import { useFreshLook } from './live/useFreshLook';
import { OutcomeMark } from './OutcomeMark';
import { RecordButton } from './RecordButton';

const tableLayout = {
  // Whatever the entries say, the columns stay where they are.
  '& .column-id': { width: 168 },
  '& .column-ip': { width: 152 },
  '& .column-record': { width: 80 },
  '& .RaDataTable-headerCell': { top: HEADER_HEIGHT },
  '& .RaDataTable-expandHeader, & .RaDataTable-expandIconCell': { display: 'none' },
  // A closed record is no row to count or to read out.
  '& .RaDataTable-expandRow:has(> td:empty)': { display: 'none' },
  '& .RaDataTable-expandable > td': { borderBottom: 1, borderColor: 'divider' },
};

const What = ({ entry }: { entry: Entry }) => (
  <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
    <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
      <EntrySentence entry={entry} />
    </Box>
    <OutcomeMark entry={entry} />
  </Box>
);

/** @param fresh ids of the rows that have just come */
export const AuditTable = ({ fresh }: { fresh: ReadonlySet<number> }) => {
  const translate = useTranslate();
  const freshLook = useFreshLook(fresh);
  return (
    <DataTable<Entry>
      bulkActionButtons={false}
      rowClick="expand"
      expand={<EntryRecord />}
      hiddenColumns={['event']}
      rowSx={freshLook}
      sx={tableLayout}
    >
      {/* Entries are numbered as they happen, and the index is on the number. */}
      <DataTable.Col
        source="id"
        label="resources.audit.fields.ts"
        render={(entry: Entry) => <TimeText value={entry.ts} />}
      />
      <DataTable.Col source="what" disableSort render={(entry: Entry) => <What entry={entry} />} />
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
