import BackIcon from '@mui/icons-material/ArrowBack';
import DashboardIcon from '@mui/icons-material/DashboardOutlined';
import SessionsIcon from '@mui/icons-material/DevicesOutlined';
import TenantsIcon from '@mui/icons-material/DomainOutlined';
import AuditIcon from '@mui/icons-material/HistoryOutlined';
import UsersIcon from '@mui/icons-material/PeopleOutlined';
import SettingsIcon from '@mui/icons-material/SettingsOutlined';
import JobsIcon from '@mui/icons-material/TroubleshootOutlined';
import { Divider, List, ListItem, ListItemButton, ListItemIcon, ListItemText, Tooltip } from '@mui/material';
import type { ElementType, ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';

interface EntryProps {
  icon: ReactNode;
  label: string;
  narrow: boolean;
  selected?: boolean;
  onClick?: (() => void) | undefined;
  link: { component: ElementType; to?: string; href?: string };
}

const Entry = ({ icon, label, narrow, selected = false, onClick, link }: EntryProps) => (
  <ListItem disablePadding>
    <Tooltip title={narrow ? label : ''} placement="right">
      <ListItemButton
        {...link}
        selected={selected}
        aria-label={narrow ? label : undefined}
        aria-current={selected ? 'page' : undefined}
        onClick={onClick}
        sx={{
          borderRadius: 1,
          minHeight: 40,
          px: 1.25,
          '&.Mui-selected': { color: 'primary.main', fontWeight: 600 },
          '&.Mui-focusVisible': { outline: 2, outlineColor: 'primary.main', outlineOffset: -2 },
        }}
      >
        <ListItemIcon sx={{ minWidth: 32, color: 'inherit' }}>{icon}</ListItemIcon>
        {!narrow && <ListItemText primary={label} slotProps={{ primary: { fontWeight: 'inherit' } }} />}
      </ListItemButton>
    </Tooltip>
  </ListItem>
);

interface Props {
  /** Icons only, their names in tooltips. */
  narrow?: boolean;
  onClose?: () => void;
}

const pages = [
  { to: '/', label: 'clearview.dashboard.title', icon: <DashboardIcon fontSize="small" /> },
  { to: '/users', label: 'resources.users.page.list', icon: <UsersIcon fontSize="small" /> },
  { to: '/tenants', label: 'resources.tenants.page.list', icon: <TenantsIcon fontSize="small" /> },
  { to: '/jobs', label: 'resources.jobs.page.list', icon: <JobsIcon fontSize="small" /> },
  { to: '/sessions', label: 'resources.sessions.page.list', icon: <SessionsIcon fontSize="small" /> },
  { to: '/audit', label: 'resources.audit.page.list', icon: <AuditIcon fontSize="small" /> },
  { to: '/settings', label: 'resources.settings.page', icon: <SettingsIcon fontSize="small" /> },
];

/** Of a page and of all below it; everything is below the first one. */
const isAt = (pathname: string, to: string): boolean =>
  pathname === to || (to !== '/' && pathname.startsWith(`${to}/`));

export const Navigation = ({ narrow = false, onClose }: Props) => {
  const translate = useTranslate();
  const { pathname } = useLocation();
  return (
    <nav aria-label={translate('clearview.navigation')}>
      <List sx={{ p: 1, display: 'flex', flexDirection: 'column', gap: 0.5 }}>
        {pages.map(({ to, label, icon }) => (
          <Entry
            key={to}
            icon={icon}
            narrow={narrow}
            label={translate(label)}
            selected={isAt(pathname, to)}
            onClick={onClose}
            link={{ component: Link, to }}
          />
        ))}
      </List>
      <Divider />
      <List sx={{ p: 1 }}>
        <Entry
          icon={<BackIcon fontSize="small" />}
          narrow={narrow}
          label={translate('clearview.back')}
          link={{ component: 'a', href: '/' }}
        />
      </List>
    </nav>
  );
};
