import { Alert, Button, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useMe } from '../../providers/session';
import { useNumber } from '../../shared/useNumber';
import { GoneWith } from '../GoneWith';
import { RoleChoice } from '../RoleChoice';
import type { Role, User } from '../user';
import type { BulkAction } from './bulkAction';

interface Props {
  action: BulkAction;
  count: number;
  /** Undefined until they are known. */
  users: User[] | undefined;
  titleId: string;
  onClose: () => void;
  act: (role: Role) => Promise<void>;
}

/** So many are named; of the others it is said how many they are. */
const NAMED = 5;

const Names = ({ users, count }: { users: User[]; count: number }) => {
  const translate = useTranslate();
  const number = useNumber();
  const named = users.slice(0, NAMED).map(({ username }) => username);
  const more = count - named.length;
  return (
    <Typography sx={{ overflowWrap: 'anywhere', fontWeight: 500 }}>
      {named.join(', ')}
      {more > 0 && ` ${translate('resources.users.bulk.more', { smart_count: more, count: number(more) })}`}
    </Typography>
  );
};

/** What goes with it. */
const Consequences = ({ action, users }: { action: BulkAction; users: User[] }) => {
  const translate = useTranslate();
  const me = useMe();
  const touched = users.filter(({ id }) => id !== me?.id);
  const sessions = touched.reduce((sum, user) => sum + user.live_sessions, 0);
  if (action === 'delete') {
    return (
      <>
        <Typography sx={{ mt: 1.5 }}>{translate('resources.users.delete.body')}</Typography>
        <GoneWith sessions={sessions} many />
      </>
    );
  }
  return (
    <>
      <Typography sx={{ mt: 1.5 }}>{translate(`resources.users.bulk.${action}.help`)}</Typography>
      {action === 'deactivate' && sessions > 0 && (
        <Typography sx={{ mt: 0.5 }}>
          {translate('resources.users.gone.sessions', { smart_count: sessions })}
        </Typography>
      )}
    </>
  );
};

export const BulkQuestion = ({ action, count, users, titleId, onClose, act }: Props) => {
  const translate = useTranslate();
  const number = useNumber();
  const me = useMe();
  const [role, setRole] = useState<Role>('user');
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState('');
  const say = (key: string) =>
    translate(`resources.users.bulk.${action}.${key}`, { smart_count: count, count: number(count) });
  const go = () => {
    setWorking(true);
    setRefusal('');
    act(role)
      .catch((error: unknown) => setRefusal((error as Error).message))
      .finally(() => setWorking(false));
  };
  const isOwnAmong = action !== 'activate' && users?.some(({ id }) => id === me?.id);
  return (
    <>
      <DialogTitle id={titleId}>{say('title')}</DialogTitle>
      <DialogContent>
        {users && <Names users={users} count={count} />}
        {action === 'role' && <RoleChoice value={role} onChange={setRole} />}
        {users && <Consequences action={action} users={users} />}
        {isOwnAmong && (
          <Alert severity="info" sx={{ mt: 2 }} role="note">
            {translate('resources.users.bulk.own')}
          </Alert>
        )}
        {refusal && (
          <Alert severity="error" sx={{ mt: 2 }}>
            {refusal}
          </Alert>
        )}
      </DialogContent>
      <DialogActions sx={{ flexWrap: 'wrap', p: 2 }}>
        <Button color="inherit" autoFocus onClick={onClose}>
          {translate('clearview.cancel')}
        </Button>
        <Button
          variant="contained"
          color={action === 'delete' ? 'error' : 'primary'}
          loading={working}
          onClick={go}
        >
          {say('confirm')}
        </Button>
      </DialogActions>
    </>
  );
};
