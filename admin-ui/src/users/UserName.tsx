import { Link as TextLink, Typography, type SxProps } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useIsOwn, userPage, type User } from './user';

/** A real link, so that the row also opens by keyboard and in a new tab. */
export const UserName = ({ user, sx = {} }: { user: User; sx?: SxProps }) => {
  const translate = useTranslate();
  const own = useIsOwn(user);
  return (
    <>
      <TextLink
        component={Link}
        to={userPage(user.id)}
        color="text.primary"
        sx={[{ fontWeight: 500, overflowWrap: 'anywhere' }, sx] as SxProps}
        onClick={(event) => event.stopPropagation()}
      >
        {user.username}
      </TextLink>
      {own && (
        <Typography component="span" color="text.secondary">
          {` (${translate('resources.users.you')})`}
        </Typography>
      )}
    </>
  );
};
