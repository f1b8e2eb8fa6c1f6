import ExpandIcon from '@mui/icons-material/ExpandMore';
import { Box, Button, Stack } from '@mui/material';
import { RecordContextProvider, useExpanded, useListContext, useTranslate } from 'react-admin';
import { TimeText } from '../shared/TimeText';
import { EntryRecord } from './EntryRecord';
import { EntrySentence } from './EntrySentence';
import type { Entry } from './entry';
import { useFreshLook } from './live/useFreshLook';
import { OutcomeMark } from './OutcomeMark';

const Card = ({ entry, look }: { entry: Entry; look: object }) => {
  const translate = useTranslate();
  const [open, toggle] = useExpanded('audit', entry.id);
  return (
    <Stack
      component="li"
      sx={{
        px: 2,
        py: 1.5,
        gap: 0.5,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { border: 0 },
        ...look,
      }}
    >
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <EntrySentence entry={entry} />
      </Box>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap', color: 'text.secondary' }}>
        <OutcomeMark entry={entry} />
        <TimeText value={entry.ts} />
        {entry.ip && <code>{entry.ip}</code>}
      </Stack>
      <Button
        size="small"
        startIcon={<ExpandIcon sx={{ transform: open ? 'rotate(180deg)' : 'none' }} />}
        aria-expanded={open}
        onClick={toggle}
        sx={{ alignSelf: 'flex-start', ml: -0.5 }}
      >
        {translate(`resources.audit.${open ? 'hide' : 'show'}_raw`)}
      </Button>
      {open && <EntryRecord />}
    </Stack>
  );
};

/** The list on a phone. */
export const AuditCards = ({ fresh }: { fresh: ReadonlySet<number> }) => {
  const { data = [] } = useListContext<Entry>();
  const freshLook = useFreshLook(fresh);
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {data.map((entry) => (
        <RecordContextProvider key={entry.id} value={entry}>
          <Card entry={entry} look={freshLook(entry)} />
        </RecordContextProvider>
      ))}
    </Box>
  );
};
