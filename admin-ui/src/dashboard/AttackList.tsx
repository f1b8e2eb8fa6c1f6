import { Box, Link as TextLink, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { auditWhere } from '../audit/entry';
import type { Attack } from '../providers/stats';
import { TimeText } from '../shared/TimeText';
import { useNumber } from '../shared/useNumber';
import { userPage } from '../users/user';

const Name = ({ attack: { username, user_id } }: { attack: Attack }) => {
  const translate = useTranslate();
  if (user_id !== null) {
    return (
      <TextLink component={Link} to={userPage(user_id)} color="text.primary" sx={{ fontWeight: 600 }}>
        {username}
      </TextLink>
    );
  }
  return (
    <>
      <strong>{username}</strong>{' '}
      <Typography component="span" color="text.secondary">
        ({translate('clearview.dashboard.no_such_user')})
      </Typography>
    </>
  );
};

/** How much was tried from how many places. */
const Tries = ({ attack }: { attack: Attack }) => {
  const translate = useTranslate();
  const written = useNumber();
  const count = (key: 'failures' | 'addresses' | 'throttled') =>
    translate(`clearview.dashboard.${key}`, { smart_count: attack[key], total: written(attack[key]) });
  return (
    <>
      {count('failures')} {count('addresses')}
      {attack.throttled > 0 && `, ${count('throttled')}`}
      {' · '}
      {translate('clearview.dashboard.first_try')} <TimeText value={attack.first_at} />
      {', '}
      {translate('clearview.dashboard.last_try')} <TimeText value={attack.last_at} />
    </>
  );
};

/** The names, the most tried first, each with the way to its tries in the log. */
export const AttackList = ({ attacks }: { attacks: Attack[] }) => {
  const translate = useTranslate();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, mt: 1.5, mb: -1.25, p: 0 }}>
      {attacks.map((attack) => (
        <Stack
          key={attack.username}
          component="li"
          direction={{ sm: 'row' }}
          sx={{ columnGap: 2, py: 1.25, borderTop: 1, borderColor: 'divider' }}
        >
          <Box sx={{ flex: '1 1 0', minWidth: 0, overflowWrap: 'anywhere' }}>
            <Name attack={attack} />
          </Box>
          <Box sx={{ flex: '2 1 0', color: 'text.secondary' }}>
            <Tries attack={attack} />
          </Box>
          <TextLink
            component={Link}
            to={auditWhere({ event: 'login_fail', q: attack.username })}
            aria-label={translate('clearview.dashboard.tries_of', { name: attack.username })}
          >
            {translate('clearview.dashboard.tries')}
          </TextLink>
        </Stack>
      ))}
    </Box>
  );
};
