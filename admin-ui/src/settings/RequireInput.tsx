import { Box, Link as TextLink } from '@mui/material';
import { BooleanInput, useGetList, useTranslate } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { Link } from 'react-router-dom';
import { useMe } from '../providers/session';
import { useNumber } from '../shared/useNumber';
import { usersWhere, type Role, type User } from '../users/user';
import type { Settings } from './settings';

/** Whom it would meet: active ones of the role without a second factor. */
const without = (role: Role) => ({ role, is_active: true, second_factor: false });

const WhoHasNone = ({ role }: { role: Role }) => {
  const translate = useTranslate();
  const number = useNumber();
  const me = useMe();
  const { total } = useGetList<User>('users', {
    filter: without(role),
    pagination: { page: 1, perPage: 1 },
    sort: { field: 'id', order: 'ASC' },
  });
  if (total === undefined) return null;
  const say = (key: string) =>
    translate(`resources.settings.${key}`, { smart_count: total, count: number(total) });
  const isMine = role === 'admin' && total > 0 && me?.second_factor === false;
  return (
    <Box role="status" sx={{ ml: 5.75, mt: 0.5, fontSize: '0.8125rem' }}>
      {total === 0 ? (
        say('none_without')
      ) : (
        <TextLink component={Link} to={usersWhere(without(role))} underline="always">
          {say('without')}
        </TextLink>
      )}
      {total > 0 && ` ${say('asked')}`}
      {isMine && ` ${say('own_first')}`}
    </Box>
  );
};

/** Whether a role has to have a second factor, and who has none yet. */
export const RequireInput = ({ role }: { role: Role }) => {
  const translate = useTranslate();
  const source = `require_second_factor_${role}` as const;
  const values = useWatch<Partial<Settings>>();
  return (
    <Box>
      <BooleanInput source={source} helperText={translate(`resources.settings.help.${source}`)} />
      {values[source] === true && <WhoHasNone role={role} />}
    </Box>
  );
};
