import { Dialog } from '@mui/material';
import { useId, useState } from 'react';
import { useDataProvider, useGetMany, useListContext, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import type { BulkAnswer } from '../../providers/users';
import { useNumber } from '../../shared/useNumber';
import { useFresh } from '../useFresh';
import type { Role, User } from '../user';
import { toChange, type BulkAction } from './bulkAction';
import { BulkOutcome } from './BulkOutcome';
import { BulkQuestion } from './BulkQuestion';

interface Props {
  action: BulkAction;
  onGone: () => void;
}

/** Those who need not stay chosen: what was asked for is so, or they do not exist any more. */
const settled = ({ changed, unchanged, refused }: BulkAnswer): number[] => [
  ...changed,
  ...unchanged,
  ...refused.filter(({ code }) => code === 'not_found').map(({ id }) => id),
];

/**
 * Asks once for all who are chosen, then says what became of it. Who was left out is named with the reason,
 * in a list that stays until it was read.
 */
export const BulkDialog = ({ action, onGone }: Props) => {
  const number = useNumber();
  const notify = useNotify();
  const translate = useTranslate();
  const fresh = useFresh();
  const titleId = useId();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { selectedIds, onSelect } = useListContext<User>();
  // What is asked for and told of, also once the choice itself has changed with it.
  const [ids] = useState(selectedIds);
  const { data, isPending } = useGetMany<User>('users', { ids });
  // Of those who are gone the server tells nothing.
  const users = (data ?? []).filter((user) => user !== undefined);
  const [open, setOpen] = useState(true);
  const [answer, setAnswer] = useState<BulkAnswer>();
  const close = () => setOpen(false);

  const act = async (role: Role) => {
    const told = await dataProvider.bulk(ids, toChange(action, role));
    const settledIds = settled(told);
    onSelect(ids.filter((id) => !settledIds.includes(id)));
    await fresh();
    if (told.refused.length > 0) return setAnswer(told);
    const say = (key: string, { length }: number[]) =>
      translate(`resources.users.bulk.${key}`, { smart_count: length, count: number(length) });
    const done = say(`${action}.done`, told.changed);
    notify(told.unchanged.length > 0 ? `${done} ${say('unchanged', told.unchanged)}` : done, {
      type: 'info',
    });
    close();
  };

  return (
    <Dialog
      open={open}
      onClose={close}
      aria-labelledby={titleId}
      maxWidth="xs"
      fullWidth
      slotProps={{ transition: { onExited: onGone } }}
    >
      {answer ? (
        <BulkOutcome action={action} answer={answer} users={users} titleId={titleId} onClose={close} />
      ) : (
        <BulkQuestion
          action={action}
          count={ids.length}
          users={isPending ? undefined : users}
          titleId={titleId}
          onClose={close}
          act={act}
        />
      )}
    </Dialog>
  );
};
