import { Alert, AlertTitle, Box, Button, Stack } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useTranslate } from 'react-admin';
import { flushSync } from 'react-dom';
import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { EntrySentence } from '../../audit/EntrySentence';
import { TimeText } from '../TimeText';
import { changesOf, type Editing, type Versioned } from './editing';
import type { Conflict, Save } from './useSave';

interface ComparedProps<T extends Versioned> {
  editing: Editing<T>;
  /** As I began. */
  base: T;
  now: T;
  mine: Partial<T>;
}

/** Each field that they or I changed: what it is now, and what it would be with mine. */
function Compared<T extends Versioned>({ editing, base, now, mine }: ComparedProps<T>) {
  const translate = useTranslate();
  const words = (field: keyof T & string, values: Partial<T>) =>
    editing.words(field, values[field], translate);
  const theirs = changesOf(editing, now, base);
  const fields = editing.fields.filter((field) => field in theirs || field in mine);
  return (
    <Box
      component="table"
      sx={{
        my: 1.5,
        borderSpacing: 0,
        textAlign: 'left',
        '& th, & td': { py: 0.25, pr: 3, fontWeight: 400, verticalAlign: 'top' },
        '& td strong': { fontWeight: 600, overflowWrap: 'anywhere' },
      }}
    >
      <thead>
        <tr>
          <td />
          <th scope="col">{translate('clearview.stale.now')}</th>
          <th scope="col">{translate('clearview.stale.mine')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{translate(`resources.${editing.resource}.fields.${field}`)}</th>
            <td>
              <strong>{words(field, now)}</strong>
            </td>
            <td>
              {field in mine ? <strong>{words(field, mine)}</strong> : translate('clearview.stale.untouched')}
            </td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

interface Props<T extends Versioned> {
  editing: Editing<T>;
  conflict: Conflict<T>;
  base: T;
  save: Save<T>;
  onTheirs: () => void;
}

/** Where one goes on after the notice is gone: the chosen one of the first choice, or the first field. */
const firstField = (form: HTMLElement | null | undefined): HTMLElement | null | undefined =>
  form?.querySelector<HTMLElement>('[type=radio]:checked') ??
  form?.querySelector<HTMLElement>('input, textarea');

/** Somebody else was faster: who, what, how it stands now beside mine, and the two ways on. */
export function StaleNotice<T extends Versioned>({ editing, conflict, base, save, onTheirs }: Props<T>) {
  const translate = useTranslate();
  const { handleSubmit, reset, setError } = useFormContext();
  const { isSubmitting } = useFormState();
  const { now, entry, detail } = conflict;
  const mine = changesOf(editing, useWatch(), base);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), [conflict]);
  // With the revision that was read with the conflict: whoever changes it yet again is not overwritten.
  const saveMine = handleSubmit(async (values) => {
    const errors = await save(changesOf(editing, values, base), now);
    for (const [field, message] of Object.entries(errors ?? {}))
      setError(field, { message: String(message) });
  });
  // The button goes with the notice: the focus goes on among the fields.
  const takeTheirs = () => {
    const form = notice.current?.closest('form');
    flushSync(() => {
      reset(now);
      onTheirs();
    });
    firstField(form)?.focus();
  };
  return (
    <Alert severity="warning" ref={notice} tabIndex={-1} sx={{ outline: 'none' }}>
      <AlertTitle>{translate(`resources.${editing.resource}.stale`)}</AlertTitle>
      {entry ? (
        <>
          <EntrySentence entry={entry} /> (<TimeText value={entry.ts} />)
        </>
      ) : (
        detail
      )}
      <Compared editing={editing} base={base} now={now} mine={mine} />
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <Button size="small" variant="outlined" color="inherit" disabled={isSubmitting} onClick={takeTheirs}>
          {translate('clearview.stale.take_theirs')}
        </Button>
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          loading={isSubmitting}
          disabled={Object.keys(mine).length === 0}
          onClick={() => void saveMine()}
        >
          {translate('clearview.stale.save_mine')}
        </Button>
      </Stack>
    </Alert>
  );
}
