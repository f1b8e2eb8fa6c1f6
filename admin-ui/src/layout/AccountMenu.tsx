import AccountIcon from '@mui/icons-material/AccountCircleOutlined';
import OwnIcon from '@mui/icons-material/ManageAccountsOutlined';
import LogoutIcon from '@mui/icons-material/Logout';
import { Box, Button, ListItemIcon, ListItemText, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useLogout, useNotify, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useMe } from '../providers/session';

export const AccountMenu = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const logout = useLogout();
  const me = useMe();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (!me) return null;

  const signOut = async () => {
    setAnchor(null);
    try {
      await logout();
      await navigate('/');
    } catch (error) {
      notify((error as Error).message, { type: 'error' });
    }
  };

  return (
    <>
      <Button
        color="inherit"
        aria-label={translate('clearview.account', { name: me.username })}
        aria-haspopup="menu"
        startIcon={<AccountIcon />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ minWidth: 0 }}
      >
        <Box
          component="span"
          sx={{ maxWidth: { xs: 72, sm: 240 }, overflow: 'hidden', textOverflow: 'ellipsis' }}
        >
          {me.username}
        </Box>
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {/* One's own password, devices and second factor are looked after on the site. */}
        <MenuItem component="a" href="/account">
          <ListItemIcon>
            <OwnIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{translate('clearview.own_account')}</ListItemText>
        </MenuItem>
        <MenuItem onClick={() => void signOut()}>
          <ListItemIcon>
            <LogoutIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{translate('clearview.sign_out')}</ListItemText>
        </MenuItem>
      </Menu>
    </>
  );
};
