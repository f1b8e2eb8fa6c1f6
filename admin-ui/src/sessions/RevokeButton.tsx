import { Box } from '@mui/material';
import { useState } from 'react';
import { HttpError, useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { LimitedButton } from '../shared/LimitedButton';
import { useFresh } from '../users/useFresh';
import { deviceWords } from './Device';
import type { LiveSession } from './liveSession';

/** Ends one session. One's own is ended by signing out, which also leaves the console. */
export const RevokeButton = ({ session }: { session: LiveSession }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [open, setOpen] = useState(false);
  const args = { name: session.username, device: deviceWords(session, translate) };
  const say = (key: string) => translate(`resources.sessions.${key}`, args);

  const act = async () => {
    try {
      await dataProvider.delete('sessions', { id: session.id, previousData: session });
      notify(say('ended'), { type: 'info' });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 404) throw error;
      // It ended by itself or by another's hand: what was wanted is so.
      notify(say('ended_already'), { type: 'info' });
    }
    await fresh();
  };

  return (
    // A press in here, the dialog included, must not open the row.
    <Box component="span" onClick={(event) => event.stopPropagation()}>
      <LimitedButton
        size="small"
        variant="outlined"
        color="inherit"
        reason={session.current ? say('current_limit') : undefined}
        aria-label={say('end_of')}
        onClick={() => setOpen(true)}
      >
        {say('end')}
      </LimitedButton>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={say('one.title')}
        confirm={say('one.confirm')}
        act={act}
      >
        {say('one.body')}
      </ConfirmDialog>
    </Box>
  );
};
