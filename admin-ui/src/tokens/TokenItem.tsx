import { Box, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { ReactNode } from 'react';
import type { Token } from '../providers/users';
import { TimeText } from '../shared/TimeText';
import type { User } from '../users/user';
import { isOver, LifeMark } from './LifeMark';
import { RevokeTokenButton } from './RevokeTokenButton';
import { Scopes } from './Scopes';

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <span>
    {name} {children}
  </span>
);

const LastUse = ({ token }: { token: Token }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.tokens.${key}`);
  if (token.last_used_at === null) return <span>{say('never_used')}</span>;
  return (
    <Part name={say('last_used')}>
      <TimeText value={token.last_used_at} />
      {token.last_used_ip && (
        <>
          {' '}
          {say('from')} <code>{token.last_used_ip}</code>
        </>
      )}
    </Part>
  );
};

/** One token as an item of a list: what it opens, how long, when it was used, and the button that ends it. */
export const TokenItem = ({ user, token }: { user: User; token: Token }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.tokens.${key}`);
  return (
    <Stack
      component="li"
      direction="row"
      sx={{
        gap: 2,
        py: 1.5,
        alignItems: 'center',
        justifyContent: 'space-between',
        borderTop: 1,
        borderColor: 'divider',
        '&:first-of-type': { border: 0 },
      }}
    >
      <Stack sx={{ gap: 0.5, minWidth: 0 }}>
        <Stack direction="row" sx={{ columnGap: 1, rowGap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
          <Box component="strong" sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}>
            {token.name}
          </Box>
          <Box component="code" sx={{ color: 'text.secondary' }}>
            cv_…{token.hint}
          </Box>
          <LifeMark token={token} />
        </Stack>
        <Scopes scopes={token.scopes} />
        <Stack direction="row" sx={{ columnGap: 2, flexWrap: 'wrap', color: 'text.secondary' }}>
          <Part name={say(isOver(token) ? 'ended' : 'ends')}>
            <TimeText value={token.expires_at} />
          </Part>
          <LastUse token={token} />
          {token.networks.length > 0 && (
            <Part name={say('only_from')}>
              <code>{token.networks.join(', ')}</code>
            </Part>
          )}
        </Stack>
      </Stack>
      <RevokeTokenButton user={user} token={token} />
    </Stack>
  );
};
