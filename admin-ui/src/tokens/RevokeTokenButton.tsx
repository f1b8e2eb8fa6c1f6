import { Button } from '@mui/material';
import { useState } from 'react';
import { HttpError, useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import type { Token } from '../providers/users';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { useFresh } from '../users/useFresh';
import type { User } from '../users/user';

/** Ends one token, which no script can use from then on. */
export const RevokeTokenButton = ({ user, token }: { user: User; token: Token }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [open, setOpen] = useState(false);
  const args = { name: token.name, owner: user.username };
  const say = (key: string) => translate(`resources.tokens.${key}`, args);

  const act = async () => {
    try {
      await dataProvider.revokeToken(user.id, token.id);
      notify(say('revoked'), { type: 'info' });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 404) throw error;
      // Its owner or somebody else was faster: what was wanted is so.
      notify(say('revoked_already'), { type: 'info' });
    }
    await fresh();
  };

  return (
    <>
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        aria-label={say('revoke_of')}
        onClick={() => setOpen(true)}
        sx={{ flexShrink: 0 }}
      >
        {say('revoke')}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={say('one.title')}
        confirm={say('one.confirm')}
        act={act}
      >
        {say('one.body')}
      </ConfirmDialog>
    </>
  );
};
