import CheckIcon from '@mui/icons-material/Check';
import ColumnsIcon from '@mui/icons-material/ViewWeekOutlined';
import { Button, ListItemIcon, ListItemText, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useResourceContext, useStore, useTranslate, useTranslateLabel } from 'react-admin';

interface Props {
  /** All that can be hidden, in the table's order. */
  columns: readonly string[];
  /** Those that are hidden until they are asked for; the table's `hiddenColumns`. */
  hidden: string[];
}

/**
 * Which columns a table shows; kept where the table looks for it. React-admin's own button for this lists
 * options that belong to no list, with switches inside them, which a screen reader cannot make sense of.
 */
export const ColumnsMenu = ({ columns, hidden }: Props) => {
  const translate = useTranslate();
  const toLabel = useTranslateLabel();
  const resource = useResourceContext();
  const [away, setAway] = useStore<string[]>(`${resource}.datatable`, hidden);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const toggle = (source: string) =>
    setAway(away.includes(source) ? away.filter((other) => other !== source) : [...away, source]);
  return (
    <>
      <Button
        size="small"
        startIcon={<ColumnsIcon />}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {translate('ra.action.select_columns')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {columns.map((source) => (
          <MenuItem
            key={source}
            role="menuitemcheckbox"
            aria-checked={!away.includes(source)}
            onClick={() => toggle(source)}
          >
            <ListItemIcon>{!away.includes(source) && <CheckIcon fontSize="small" />}</ListItemIcon>
            <ListItemText>{toLabel({ source, resource: resource ?? '' })}</ListItemText>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};
