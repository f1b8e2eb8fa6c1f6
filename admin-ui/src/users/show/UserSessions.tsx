import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useGetList, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { ConfirmDialog } from '../../shared/ConfirmDialog';
import { LoadFailed } from '../../shared/LoadFailed';
import { Panel } from '../../shared/Panel';
import { SessionItem } from '../../sessions/SessionItem';
import type { LiveSession } from '../../sessions/liveSession';
import { useFresh } from '../useFresh';
import { useIsOwn, type User } from '../user';

/** More than a user can have. */
const ALL = { page: 1, perPage: 100 };

/** As much room as the sessions will need, so that what is below does not jump when they come. */
const SessionsToCome = ({ count }: { count: number }) => (
  <Box sx={{ height: count === 0 ? 21 : { xs: count * 112, sm: count * 71 } }} />
);

const RevokeAll = ({ user, count }: { user: User; count: number }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const own = useIsOwn(user);
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [open, setOpen] = useState(false);
  const args = { name: user.username, smart_count: count };
  const say = (key: string) => translate(`resources.sessions.all.${key}`, args);
  const act = async () => {
    const ended = await dataProvider.revokeSessions(user.id);
    const messageArgs = { smart_count: ended, name: user.username };
    notify('resources.sessions.ended_all', { type: 'info', messageArgs });
    await fresh();
  };
  return (
    <>
      <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen(true)}>
        {say(own ? 'label_own' : 'label')}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={say(own ? 'title_own' : 'title')}
        confirm={say('confirm')}
        act={act}
      >
        <Box>{say(own ? 'body_own' : 'body')}</Box>
      </ConfirmDialog>
    </>
  );
};

/** Where a user is signed in, and the ways to end it. */
export const UserSessions = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const { data, error, total, refetch } = useGetList<LiveSession>('sessions', {
    filter: { user_id: user.id },
    sort: { field: 'last_seen_at', order: 'DESC' },
    pagination: ALL,
  });
  const others = (data ?? []).filter(({ current }) => !current).length;
  const title = translate('resources.sessions.live', { count: total ?? user.live_sessions });
  return (
    <Panel title={title} action={others > 0 && <RevokeAll user={user} count={others} />}>
      <LoadFailed error={error} refetch={refetch} />
      {!data && !error && <SessionsToCome count={user.live_sessions} />}
      {data?.length === 0 && (
        <Typography color="text.secondary">{translate('resources.sessions.none')}</Typography>
      )}
      {data && data.length > 0 && (
        <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {data.map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
        </Stack>
      )}
    </Panel>
  );
};
