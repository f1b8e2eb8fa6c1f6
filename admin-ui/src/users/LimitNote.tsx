import { Alert } from '@mui/material';
import { useLimit } from './useLimit';
import type { User } from './user';

/** Why some of what is on the page is off, for everybody to read. */
export const LimitNote = ({ user }: { user: User }) => {
  const limit = useLimit(user);
  if (!limit) return null;
  return (
    <Alert severity="info" role="note">
      {limit}
    </Alert>
  );
};
