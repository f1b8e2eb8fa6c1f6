import { Box, Stack } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { above, Card, Cards, cover } from '../shared/Cards';
import { TimeText } from '../shared/TimeText';
import { SelectUser } from './Select';
import { RoleMark, StatusMark } from './UserMarks';
import { UserName } from './UserName';
import type { User } from './user';

const UserCard = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const { onToggleItem } = useListContext<User>();
  return (
    <Card>
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
    </Card>
  );
};

/** The list where a table has no room. */
export const UserCards = () => {
  const { data = [] } = useListContext<User>();
  return (
    <Cards>
      {data.map((user) => (
        <UserCard key={user.id} user={user} />
      ))}
    </Cards>
  );
};
