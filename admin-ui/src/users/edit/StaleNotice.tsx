import { Alert, AlertTitle, Box, Button, Stack } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useTranslate } from 'react-admin';
import { flushSync } from 'react-dom';
import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { EntrySentence } from '../../audit/EntrySentence';
import { TimeText } from '../../shared/TimeText';
import type { User, UserChange } from '../user';
import { changesOf, FIELDS, type Conflict, type useSave } from './useSave';

interface ComparedProps {
  /** As I began. */
  base: User;
  now: User;
  mine: UserChange;
}

/** Each field that they or I changed: what it is now, and what it would be with mine. */
const Compared = ({ base, now, mine }: ComparedProps) => {
  const translate = useTranslate();
  const words = (field: keyof UserChange, { role, is_active }: UserChange) =>
    translate(
      field === 'role'
        ? `resources.users.role.${role}`
        : `resources.users.status.${is_active ? 'active' : 'inactive'}`,
    );
  const theirs = changesOf(now, base);
  const fields = FIELDS.filter((field) => field in theirs || field in mine);
  return (
    <Box
      component="table"
      sx={{
        my: 1.5,
        borderSpacing: 0,
        textAlign: 'left',
        '& th, & td': { py: 0.25, pr: 3, fontWeight: 400 },
        '& td strong': { fontWeight: 600 },
      }}
    >
      <thead>
        <tr>
          <td />
          <th scope="col">{translate('resources.users.stale.now')}</th>
          <th scope="col">{translate('resources.users.stale.mine')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{translate(`resources.users.fields.${field}`)}</th>
            <td>
              <strong>{words(field, now)}</strong>
            </td>
            <td>
              {field in mine ? (
                <strong>{words(field, mine)}</strong>
              ) : (
                translate('resources.users.stale.untouched')
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
};

interface Props {
  conflict: Conflict;
  base: User;
  save: ReturnType<typeof useSave>['save'];
  onTheirs: () => void;
}

/** Somebody else was faster: who, what, how it stands now beside mine, and the two ways on. */
export const StaleNotice = ({ conflict, base, save, onTheirs }: Props) => {
  const translate = useTranslate();
  const { handleSubmit, reset, setError } = useFormContext();
  const { isSubmitting } = useFormState();
  const { now, entry, detail } = conflict;
  const mine = changesOf(useWatch(), base);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), [conflict]);
  // With the revision that was read with the conflict: whoever changes the user yet again is not overwritten.
  const saveMine = handleSubmit(async (values) => {
    if (await save(changesOf(values, base), now)) setError('root.unsaved', { message: ' ' });
  });
  // The button goes with the notice: the focus goes on among the fields.
  const takeTheirs = () => {
    const form = notice.current?.closest('form');
    flushSync(() => {
      reset(now);
      onTheirs();
    });
    form?.querySelector<HTMLElement>('input:checked')?.focus();
  };
  return (
    <Alert severity="warning" ref={notice} tabIndex={-1} sx={{ outline: 'none' }}>
      <AlertTitle>{translate('resources.users.stale.title')}</AlertTitle>
      {entry ? (
        <>
          <EntrySentence entry={entry} /> (<TimeText value={entry.ts} />)
        </>
      ) : (
        detail
      )}
      <Compared base={base} now={now} mine={mine} />
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <Button size="small" variant="outlined" color="inherit" disabled={isSubmitting} onClick={takeTheirs}>
          {translate('resources.users.stale.take_theirs')}
        </Button>
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          loading={isSubmitting}
          disabled={Object.keys(mine).length === 0}
          onClick={() => void saveMine()}
        >
          {translate('resources.users.stale.save_mine')}
        </Button>
      </Stack>
    </Alert>
  );
};
