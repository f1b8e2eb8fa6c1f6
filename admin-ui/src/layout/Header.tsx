import MenuIcon from '@mui/icons-material/Menu';
import { AppBar, IconButton, Stack, Toolbar, Tooltip, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import logo from '../../../site/public/logo.svg';
import { AccountMenu } from './AccountMenu';
import { AppearanceMenu } from './AppearanceMenu';

export const HEADER_HEIGHT = 52;

interface Props {
  menuOpen: boolean;
  /** The menu stands beside the page instead of covering it. */
  wide: boolean;
  onMenu: () => void;
}

const Brand = () => {
  const translate = useTranslate();
  return (
    <Stack
      component={Link}
      to="/"
      direction="row"
      sx={{
        alignItems: 'center',
        gap: 1,
        color: 'inherit',
        textDecoration: 'none',
        borderRadius: 1,
        '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: 2 },
      }}
    >
      <img src={logo} alt="" width="24" height="24" />
      <Typography component="span" variant="subtitle1">
        {translate('clearview.name')}
      </Typography>
      <Typography component="span" color="text.secondary">
        {translate('clearview.console')}
      </Typography>
    </Stack>
  );
};

export const Header = ({ menuOpen, wide, onMenu }: Props) => {
  const translate = useTranslate();
  const label = translate(wide ? `clearview.menu_${menuOpen ? 'collapse' : 'expand'}` : 'clearview.menu');
  return (
    <AppBar
      position="sticky"
      color="inherit"
      elevation={0}
      sx={{ bgcolor: 'background.paper', borderBottom: 1, borderColor: 'divider', height: HEADER_HEIGHT }}
    >
      <Toolbar disableGutters sx={{ minHeight: '0 !important', height: '100%', px: 1, gap: 1 }}>
        <Tooltip title={label}>
          <IconButton color="inherit" aria-label={label} aria-expanded={menuOpen} onClick={onMenu}>
            <MenuIcon />
          </IconButton>
        </Tooltip>
        <Brand />
        <Stack direction="row" sx={{ ml: 'auto', alignItems: 'center', gap: 0.5, minWidth: 0 }}>
          <AppearanceMenu />
          <AccountMenu />
        </Stack>
      </Toolbar>
    </AppBar>
  );
};
