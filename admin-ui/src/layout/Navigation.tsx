import BackIcon from '@mui/icons-material/ArrowBack';
import AuditIcon from '@mui/icons-material/HistoryOutlined';
import SessionsIcon from '@mui/icons-material/DevicesOutlined';
import UsersIcon from '@mui/icons-material/PeopleOutlined';
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

const resources = [
  { name: 'users', icon: <UsersIcon fontSize="small" /> },
  { name: 'sessions', icon: <SessionsIcon fontSize="small" /> },
  { name: 'audit', icon: <AuditIcon fontSize="small" /> },
];

export const Navigation = ({ narrow = false, onClose }: Props) => {
  const translate = useTranslate();
  const { pathname } = useLocation();
  return (
    <nav aria-label={translate('clearview.navigation')}>
      <List sx={{ p: 1, display: 'flex', flexDirection: 'column', gap: 0.5 }}>
        {resources.map(({ name, icon }) => (
          <Entry
            key={name}
            icon={icon}
            narrow={narrow}
            label={translate(`resources.${name}.page.list`)}
            selected={pathname.startsWith(`/${name}`)}
            onClick={onClose}
            link={{ component: Link, to: `/${name}` }}
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
