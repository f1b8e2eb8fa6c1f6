import { Button, Stack } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Form, SaveButton, useTranslate } from 'react-admin';
import { useFormState } from 'react-hook-form';
import { Link } from 'react-router-dom';
import { FocusFirstError } from '../FocusFirstError';
import { Panel } from '../Panel';
import { changesOf, type Editing, type Versioned } from './editing';
import { StaleNotice } from './StaleNotice';
import { useSave } from './useSave';

interface FollowProps<T> {
  record: T;
  onNewer: (record: T) => void;
}

/** As long as nothing was changed here, the form follows what the server tells. */
function Follow<T>({ record, onNewer }: FollowProps<T>) {
  const { isDirty } = useFormState();
  useEffect(() => {
    if (!isDirty) onNewer(record);
  }, [isDirty, record, onNewer]);
  return null;
}

interface Props<T extends Versioned> {
  editing: Editing<T>;
  record: T;
  /** Why nothing can be changed. */
  limit?: ReactNode;
  /** The fields. */
  children: ReactNode;
}

/** Changes a record, guarded against two who edit at once. */
export function EditForm<T extends Versioned>({ editing, record, limit, children }: Props<T>) {
  const translate = useTranslate();
  const queryClient = useQueryClient();
  const { resource } = editing;
  // What one began with: what others do meanwhile must not pass for what was read here.
  const [base, setBase] = useState(record);
  const { save, conflict, settle } = useSave(editing, setBase);
  // The page may still hold an older copy than the one that was just saved or fetched.
  const follow = useCallback(
    (newer: T) => setBase((known) => (newer.revision > known.revision ? newer : known)),
    [],
  );
  const submit = (values: object) => save(changesOf(editing, values, base), base);
  const takeTheirs = (now: T) => {
    setBase(now);
    settle();
    for (const name of editing.touches) void queryClient.invalidateQueries({ queryKey: [name] });
  };
  return (
    <Form
      record={base}
      onSubmit={submit as never}
      warnWhenUnsavedChanges
      noValidate
      disableInvalidFormNotification
    >
      <Stack sx={{ gap: 2 }}>
        {conflict && (
          <StaleNotice
            editing={editing}
            conflict={conflict}
            base={base}
            save={save}
            onTheirs={() => takeTheirs(conflict.now)}
          />
        )}
        {limit}
        <Panel>
          <Stack sx={{ gap: 2 }}>{children}</Stack>
        </Panel>
      </Stack>
      <Follow record={record} onNewer={follow} />
      <FocusFirstError />
      <Stack direction="row" sx={{ gap: 1, mt: 2 }}>
        {/* After a conflict its notice has the ways on. */}
        {!limit && !conflict && (
          <SaveButton icon={<></>} label={translate(`resources.${resource}.action.save`)} />
        )}
        {!editing.stays && (
          <Button color="inherit" component={Link} to={`/${resource}/${record.id}/show`}>
            {translate(limit ? `resources.${resource}.action.back` : 'clearview.cancel')}
          </Button>
        )}
      </Stack>
    </Form>
  );
}
