import { Box, Stack } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { TimeText } from '../shared/TimeText';
import { SelectUser } from './Select';
import { RoleMark, StatusMark } from './UserMarks';
import { UserName } from './UserName';
import type { User } from './user';

/** The link of the name covers the card; what can be pressed or read out by itself lies above it. */
const cover = { '&::after': { content: '""', position: 'absolute', inset: 0 } };
const above = { position: 'relative', zIndex: 1 };

const Card = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const { onToggleItem } = useListContext<User>();
  return (
    <Stack
      component="li"
      direction="row"
      sx={{
        position: 'relative',
        gap: 1,
        px: 1,
        py: 1.5,
        alignItems: 'flex-start',
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { border: 0 },
        '&:has(input:checked)': { bgcolor: 'action.selected' },
      }}
    >
      <Box sx={above}>
        <SelectUser user={user} onToggle={onToggleItem} />
      </Box>
      <Stack sx={{ gap: 0.75, minWidth: 0, flex: 1, pt: 0.75 }}>
        <Box>
          <UserName user={user} sx={cover} />
        </Box>
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <RoleMark user={user} />
          <StatusMark user={user} />
        </Stack>
        <Box sx={{ color: 'text.secondary' }}>
          {translate('resources.users.fields.last_login_at')}:{' '}
          <Box component="span" sx={above}>
            <TimeText value={user.last_login_at} none={translate('resources.users.never')} />
          </Box>
          {user.live_sessions > 0 && (
            <>
              {' · '}
              {translate('resources.users.sessions_count', { smart_count: user.live_sessions })}
            </>
          )}
        </Box>
      </Stack>
    </Stack>
  );
};

/** The list where a table has no room. */
export const UserCards = () => {
  const { data = [] } = useListContext<User>();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {data.map((user) => (
        <Card key={user.id} user={user} />
      ))}
    </Box>
  );
};
