import { Alert, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useMe } from '../../providers/session';
import { Question } from '../../shared/Question';
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
  const say = (key: string) =>
    translate(`resources.users.bulk.${action}.${key}`, { smart_count: count, count: number(count) });
  const isOwnAmong = action !== 'activate' && users?.some(({ id }) => id === me?.id);
  return (
    <Question
      titleId={titleId}
      title={say('title')}
      confirm={say('confirm')}
      danger={action === 'delete'}
      act={() => act(role)}
      onClose={onClose}
    >
      {users && <Names users={users} count={count} />}
      {action === 'role' && <RoleChoice value={role} onChange={setRole} />}
      {users && <Consequences action={action} users={users} />}
      {isOwnAmong && (
        <Alert severity="info" sx={{ mt: 2 }} role="note">
          {translate('resources.users.bulk.own')}
        </Alert>
      )}
    </Question>
  );
};
