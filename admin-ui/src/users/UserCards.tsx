import { Stack } from '@mui/material';
import { SimpleList, useTranslate } from 'react-admin';
import { TimeText } from '../shared/TimeText';
import { UserActions } from './UserActions';
import { UserName } from './UserList';
import { RoleMark, StatusMark } from './UserMarks';
import type { User } from './user';

/** The list on a phone. */
export const UserCards = () => {
  const translate = useTranslate();
  return (
    <SimpleList<User>
      rowClick={false}
      disablePadding
      primaryText={(user) => (
        <Stack
          component="span"
          direction="row"
          sx={{ alignItems: 'center', justifyContent: 'space-between' }}
        >
          <span>
            <UserName user={user} />
          </span>
          <UserActions user={user} />
        </Stack>
      )}
      secondaryText={(user) => (
        <Stack component="span" sx={{ gap: 0.75 }}>
          <Stack
            component="span"
            direction="row"
            sx={{ gap: 1, alignItems: 'center', color: 'text.primary' }}
          >
            <RoleMark user={user} />
            <StatusMark user={user} />
          </Stack>
          <span>
            {translate('resources.users.fields.last_login_at')}:{' '}
            <TimeText value={user.last_login_at} none={translate('resources.users.never')} />
          </span>
        </Stack>
      )}
      sx={{ '& .MuiListItem-root': { borderBottom: 1, borderColor: 'divider' } }}
    />
  );
};
