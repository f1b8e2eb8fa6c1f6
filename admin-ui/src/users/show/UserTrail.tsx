import { Alert, Box, Button, Link as TextLink, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { EntrySentence } from '../../audit/EntrySentence';
import { OutcomeMark } from '../../audit/OutcomeMark';
import { Panel } from '../../shared/Panel';
import { TimeText } from '../../shared/TimeText';
import { auditAbout, auditBy, type User } from '../user';
import { useTrail } from './useTrail';

const SHOWN = 10;

/** What a user did and what was done to them, newest first, and the way to the rest. */
export const UserTrail = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const { entries, isPending, error, refetch } = useTrail(user.id, SHOWN);
  return (
    <Panel title={translate('resources.users.trail.title')}>
      {error && (
        <Alert
          severity="error"
          action={<Button onClick={() => void refetch()}>{translate('clearview.retry')}</Button>}
        >
          {error.message}
        </Alert>
      )}
      {!isPending && !error && entries.length === 0 && (
        <Typography color="text.secondary">{translate('resources.users.trail.none')}</Typography>
      )}
      <Box component="ol" aria-label={translate('resources.users.trail.title')} sx={{ m: 0, p: 0 }}>
        {entries.map((entry) => (
          <Stack
            component="li"
            key={entry.id}
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
        ))}
      </Box>
      <Stack direction="row" sx={{ columnGap: 3, rowGap: 1, mt: 2, flexWrap: 'wrap' }}>
        <TextLink component={Link} to={auditBy(user.id)}>
          {translate('resources.users.trail.by', { name: user.username })}
        </TextLink>
        <TextLink component={Link} to={auditAbout(user.id)}>
          {translate('resources.users.trail.about', { name: user.username })}
        </TextLink>
      </Stack>
    </Panel>
  );
};
