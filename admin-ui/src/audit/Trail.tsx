import { Box, Link as TextLink, Stack, Typography } from '@mui/material';
import { Link } from 'react-router-dom';
import { LoadFailed } from '../shared/LoadFailed';
import { Panel } from '../shared/Panel';
import { TimeText } from '../shared/TimeText';
import type { Entry } from './entry';
import { EntrySentence } from './EntrySentence';
import { OutcomeMark } from './OutcomeMark';

interface Props {
  title: string;
  /** Said when there are no entries. */
  none: string;
  entries: Entry[];
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
  /** To the rest of them. */
  ways: { words: string; to: string }[];
}

const Item = ({ entry }: { entry: Entry }) => (
  <Stack
    component="li"
    sx={{
      flexDirection: { xs: 'column', sm: 'row' },
      columnGap: 2,
      py: 1,
      borderBottom: 1,
      borderColor: 'divider',
    }}
  >
    <Box sx={{ flex: { sm: '0 0 120px' }, color: 'text.secondary' }}>
      <TimeText value={entry.ts} />
    </Box>
    <Box sx={{ flex: { sm: 1 }, minWidth: 0, overflowWrap: 'anywhere' }}>
      <EntrySentence entry={entry} /> <OutcomeMark entry={entry} />
    </Box>
  </Stack>
);

/** What the audit log knows of somebody or something, newest first, and the ways to the rest. */
export const Trail = ({ title, none, entries, isPending, error, refetch, ways }: Props) => {
  return (
    <Panel title={title}>
      <LoadFailed error={error} refetch={refetch} />
      {!isPending && !error && entries.length === 0 && <Typography color="text.secondary">{none}</Typography>}
      <Box component="ol" aria-label={title} sx={{ m: 0, p: 0 }}>
        {entries.map((entry) => (
          <Item key={entry.id} entry={entry} />
        ))}
      </Box>
      <Stack direction="row" sx={{ columnGap: 3, rowGap: 1, mt: 2, flexWrap: 'wrap' }}>
        {ways.map(({ words, to }) => (
          <TextLink key={to} component={Link} to={to} sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            {words}
          </TextLink>
        ))}
      </Stack>
    </Panel>
  );
};
