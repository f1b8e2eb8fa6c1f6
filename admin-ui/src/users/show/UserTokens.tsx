import { Box, Button, Link, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { ConfirmDialog } from '../../shared/ConfirmDialog';
import { LoadFailed } from '../../shared/LoadFailed';
import { Panel } from '../../shared/Panel';
import { isOver } from '../../tokens/LifeMark';
import { TokenItem } from '../../tokens/TokenItem';
import { useFresh } from '../useFresh';
import { useIsOwn, type User } from '../user';

const RevokeAll = ({ user, count }: { user: User; count: number }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [open, setOpen] = useState(false);
  const args = { name: user.username, smart_count: count };
  const say = (key: string) => translate(`resources.tokens.all.${key}`, args);
  const act = async () => {
    const smart_count = await dataProvider.revokeTokens(user.id);
    notify('resources.tokens.revoked_all', {
      type: 'info',
      messageArgs: { smart_count, name: user.username },
    });
    await fresh();
  };
  return (
    <>
      <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen(true)}>
        {say('label')}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={say('title')}
        confirm={say('confirm')}
        act={act}
      >
        <Box>{say('body')}</Box>
      </ConfirmDialog>
    </>
  );
};

/** A token is made by whom it belongs to, on the site. */
const MakeOwn = () => {
  const translate = useTranslate();
  return (
    <Link href="/account/tokens" sx={{ display: 'inline-block', mt: 1 }}>
      {translate('resources.tokens.make_own')}
    </Link>
  );
};

/** What scripts may do in a user's name, and the ways to end it. */
export const UserTokens = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const own = useIsOwn(user);
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens', user.id],
    queryFn: ({ signal }) => dataProvider.tokensOf(user.id, { signal }),
  });
  const living = (data ?? []).filter((token) => !isOver(token)).length;
  const title = translate('resources.tokens.title', { count: data ? ` (${living})` : '' });
  return (
    <Panel title={title} action={living > 1 && <RevokeAll user={user} count={living} />}>
      <LoadFailed error={error} refetch={refetch} />
      {/* As much room as the words that most users have here. */}
      {!data && !error && <Box sx={{ height: 21 }} />}
      {data?.length === 0 && (
        <Typography color="text.secondary">{translate('resources.tokens.none')}</Typography>
      )}
      {data && data.length > 0 && (
        <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {data.map((token) => (
            <TokenItem key={token.id} user={user} token={token} />
          ))}
        </Stack>
      )}
      {own && <MakeOwn />}
    </Panel>
  );
};
