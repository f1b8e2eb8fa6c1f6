import { Button, Stack } from '@mui/material';
import { useCallback, useEffect, useState } from 'react';
import { EditBase, Form, SaveButton, useEditContext, useTranslate } from 'react-admin';
import { useFormState } from 'react-hook-form';
import { Link } from 'react-router-dom';
import { Page } from '../../layout/Page';
import { FocusFirstError } from '../../shared/FocusFirstError';
import { LateSpinner } from '../../shared/LateSpinner';
import { Panel } from '../../shared/Panel';
import { LimitNote } from '../LimitNote';
import { isGone, NoUser } from '../NoUser';
import { useFresh } from '../useFresh';
import { useLimit } from '../useLimit';
import { userPage, type User } from '../user';
import { ActiveInput, RoleInput } from '../UserInputs';
import { RoleMark, StatusMark } from '../UserMarks';
import { StaleNotice } from './StaleNotice';
import { changesOf, useSave } from './useSave';

/** As long as nothing was changed here, the form follows what the server tells. */
const Follow = ({ user, onNewer }: { user: User; onNewer: (user: User) => void }) => {
  const { isDirty } = useFormState();
  useEffect(() => {
    if (!isDirty) onNewer(user);
  }, [isDirty, user, onNewer]);
  return null;
};

const Fields = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const limit = useLimit(user);
  const fresh = useFresh();
  // What one began with: what others do meanwhile must not pass for what was read here.
  const [base, setBase] = useState(user);
  const { save, conflict, settle } = useSave(setBase);
  // The page may still hold an older copy than the one that was just saved or fetched.
  const follow = useCallback(
    (newer: User) => setBase((known) => (newer.revision > known.revision ? newer : known)),
    [],
  );
  const submit = (values: Partial<User>) => save(changesOf(values, base), base);
  const takeTheirs = (now: User) => {
    setBase(now);
    settle();
    void fresh();
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
            conflict={conflict}
            base={base}
            save={save}
            onTheirs={() => takeTheirs(conflict.now)}
          />
        )}
        <LimitNote user={user} />
        <Panel>
          <Stack sx={{ gap: 2 }}>
            <RoleInput disabled={limit !== undefined} />
            <ActiveInput disabled={limit !== undefined} />
          </Stack>
        </Panel>
      </Stack>
      <Follow user={user} onNewer={follow} />
      <FocusFirstError />
      <Stack direction="row" sx={{ gap: 1, mt: 2 }}>
        {/* After a conflict its notice has the ways on. */}
        {!limit && !conflict && <SaveButton icon={<></>} label={translate('resources.users.action.save')} />}
        <Button color="inherit" component={Link} to={userPage(user.id)}>
          {translate(limit ? 'resources.users.action.back' : 'clearview.cancel')}
        </Button>
      </Stack>
    </Form>
  );
};

const Marks = ({ user }: { user: User }) => (
  <Stack direction="row" sx={{ gap: 1, mt: 1, alignItems: 'center' }}>
    <RoleMark user={user} />
    <StatusMark user={user} />
  </Stack>
);

const Content = () => {
  const { record: user, error, refetch } = useEditContext<User>();
  const translate = useTranslate();
  if (error && (!user || isGone(error))) return <NoUser error={error} refetch={refetch} />;
  if (!user) return <LateSpinner />;
  return (
    <Page
      title={translate('resources.users.page.edit', { name: user.username })}
      intro={<Marks user={user} />}
      narrow
    >
      <Fields key={user.id} user={user} />
    </Page>
  );
};

/** Role and status. Guarded against two who edit at once. */
export const UserEdit = () => (
  // Somebody who is gone is told of here, and not by a jump to the list.
  <EditBase<User> mutationMode="pessimistic" queryOptions={{ onError: () => undefined }}>
    <Content />
  </EditBase>
);
