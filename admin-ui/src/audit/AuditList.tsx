import { Box, useMediaQuery, type Theme } from '@mui/material';
import { useState } from 'react';
import { ListBase, RefreshButton, useTranslate } from 'react-admin';
import { Page } from '../layout/Page';
import { ColumnsMenu } from '../shared/ColumnsMenu';
import { ExportButton } from '../shared/ExportButton';
import { ListBody, useListErrors } from '../shared/ListBody';
import { SavedFilters } from '../shared/SavedFilters';
import { AuditCards } from './AuditCards';
import { AuditFilters } from './AuditFilters';
import { AuditTable } from './AuditTable';
import type { Entry } from './entry';
import { LiveBar } from './live/LiveBar';
import { NewEntriesAbove } from './live/NewEntriesAbove';
import { NewsForScreenReaders } from './live/NewsForScreenReaders';
import { useAtTop } from './live/useAtTop';
import { useFresh } from './live/useFresh';
import { useLive } from './live/useLive';

/** Filters and rows, which follow what happens. */
const LiveEntries = ({ isPhone }: { isPhone: boolean }) => {
  const [paused, setPaused] = useState(false);
  const [markTop, atTop] = useAtTop();
  const live = useLive(paused, setPaused, atTop);
  const fresh = useFresh();
  const isHeld = live.isNewest && !paused && !atTop && live.waiting > 0;
  return (
    <>
      <AuditFilters tools={<LiveBar live={live} />} />
      <NewsForScreenReaders fresh={fresh} />
      {isHeld && <NewEntriesAbove count={live.waiting} />}
      <Box ref={markTop} sx={{ height: '1px', mt: '-1px' }} />
      <ListBody>{isPhone ? <AuditCards fresh={fresh} /> : <AuditTable fresh={fresh} />}</ListBody>
    </>
  );
};

/** Read only: the log is the record, so there is nothing to edit and nothing to delete. */
export const AuditList = () => {
  const errors = useListErrors();
  const translate = useTranslate();
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const tools = (
    <>
      <SavedFilters />
      <ExportButton resource="audit" formats={['csv', 'jsonl']} />
      {!isPhone && <ColumnsMenu columns={['event', 'ip']} hidden={['event']} />}
      <RefreshButton />
    </>
  );
  return (
    <ListBase<Entry>
      perPage={25}
      sort={{ field: 'id', order: 'DESC' }}
      exporter={false}
      // The list knows when it lacks something (see live/useLive.ts); while paused it must not change by itself.
      queryOptions={{ ...errors, refetchOnWindowFocus: false, refetchOnReconnect: false }}
    >
      <Page
        title={translate('resources.audit.page.list')}
        intro={translate('resources.audit.intro')}
        actions={tools}
      >
        <LiveEntries isPhone={isPhone} />
      </Page>
    </ListBase>
  );
};
