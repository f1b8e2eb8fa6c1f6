import { Box, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { ReactNode } from 'react';
import { TimeText } from '../shared/TimeText';
import { CurrentMark } from './CurrentMark';
import { Device } from './Device';
import type { LiveSession } from './liveSession';
import { RevokeButton } from './RevokeButton';

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <span>
    {name} {children}
  </span>
);

interface Props {
  session: LiveSession;
  /** Whose it is, where that is not said around it. */
  owner?: ReactNode;
}

/** One session as an item of a list: where, from which address, since when, and the button that ends it. */
export const SessionItem = ({ session, owner }: Props) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.sessions.${key}`);
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
        {owner && <Box sx={{ fontWeight: 500 }}>{owner}</Box>}
        <Stack direction="row" sx={{ columnGap: 1, rowGap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
          <Device session={session} />
          {session.current && <CurrentMark />}
        </Stack>
        <Stack direction="row" sx={{ columnGap: 2, flexWrap: 'wrap', color: 'text.secondary' }}>
          {session.ip && <code>{session.ip}</code>}
          <Part name={say('seen')}>
            <TimeText value={session.last_seen_at} />
          </Part>
          <Part name={say('began')}>
            <TimeText value={session.created_at} />
          </Part>
        </Stack>
      </Stack>
      <RevokeButton session={session} />
    </Stack>
  );
};
