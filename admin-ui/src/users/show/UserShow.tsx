import { Button, Stack } from '@mui/material';
import { ShowBase, useShowContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Page } from '../../layout/Page';
import { LateSpinner } from '../../shared/LateSpinner';
import { LimitedButton } from '../../shared/LimitedButton';
import { isGone } from '../../shared/NoRecord';
import { LimitNote } from '../LimitNote';
import { NoUser } from '../NoUser';
import { useLimit } from '../useLimit';
import { userForm, type User } from '../user';
import { UserAccess } from './UserAccess';
import { UserActions } from './UserActions';
import { UserFacts } from './UserFacts';
import { UserSessions } from './UserSessions';
import { UserTokens } from './UserTokens';
import { UserTrail } from './UserTrail';

const EditButton = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const limit = useLimit(user);
  const label = translate('resources.users.action.edit');
  if (limit) {
    return (
      <LimitedButton variant="outlined" reason={limit}>
        {label}
      </LimitedButton>
    );
  }
  return (
    <Button variant="contained" component={Link} to={userForm(user.id)}>
      {label}
    </Button>
  );
};

const Content = () => {
  const { record: user, error, refetch } = useShowContext<User>();
  // The list may still have somebody who was deleted since.
  if (error && (!user || isGone(error))) return <NoUser error={error} refetch={refetch} />;
  if (!user) return <LateSpinner />;
  const actions = (
    <>
      <UserActions user={user} />
      <EditButton user={user} />
    </>
  );
  return (
    <Page title={user.username} actions={actions}>
      <Stack sx={{ gap: 2 }}>
        <LimitNote user={user} />
        <UserFacts user={user} />
        <UserAccess user={user} />
        <UserSessions user={user} />
        <UserTokens user={user} />
        <UserTrail user={user} />
      </Stack>
    </Page>
  );
};

/** All about one user, and all that can be done. */
export const UserShow = () => (
  // A link of the audit log may lead to somebody who is gone: that is told here, and not by a jump elsewhere.
  <ShowBase<User> queryOptions={{ onError: () => undefined }}>
    <Content />
  </ShowBase>
);
