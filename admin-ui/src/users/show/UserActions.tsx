import MoreIcon from '@mui/icons-material/MoreVert';
import { Box, Divider, IconButton, ListItemText, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { DeleteUserDialog } from './DeleteUserDialog';
import { ResetPasswordDialog } from './ResetPasswordDialog';
import { auditAbout, auditBy, useIsOwn, type User } from './user';

type OpenDialog = 'reset' | 'delete' | null;

/** What can be done with one user, behind one button in their row. */
export const UserActions = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.action.${key}`);
  const own = useIsOwn(user);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => setAnchor(null);
  const open = (next: OpenDialog) => {
    close();
    setDialog(next);
  };
  return (
    // A click in here, menu and dialogs included, must not open the row.
    <Box component="span" onClick={(event) => event.stopPropagation()}>
      <IconButton
        size="small"
        aria-label={translate('resources.users.action.more', { name: user.username })}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon fontSize="small" />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        <MenuItem component={Link} to={`/users/${user.id}`}>
          {say('edit')}
        </MenuItem>
        <MenuItem onClick={() => open('reset')}>{say('reset_more')}</MenuItem>
        <MenuItem component={Link} to={auditBy(user.id)}>
          {say('did')}
        </MenuItem>
        <MenuItem component={Link} to={auditAbout(user.id)}>
          {say('undergone')}
        </MenuItem>
        <Divider />
        <MenuItem
          aria-disabled={own}
          onClick={() => !own && open('delete')}
          sx={own ? { cursor: 'not-allowed', color: 'text.secondary' } : { color: 'error.main' }}
        >
          <ListItemText
            primary={say('delete_more')}
            secondary={own && translate('resources.users.own.delete')}
          />
        </MenuItem>
      </Menu>
      <ResetPasswordDialog user={user} open={dialog === 'reset'} onClose={() => setDialog(null)} />
      <DeleteUserDialog user={user} open={dialog === 'delete'} onClose={() => setDialog(null)} />
    </Box>
  );
};
