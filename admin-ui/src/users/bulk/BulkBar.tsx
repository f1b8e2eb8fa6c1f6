import CloseIcon from '@mui/icons-material/Close';
import MoreIcon from '@mui/icons-material/ExpandMore';
import {
  Box,
  Button,
  IconButton,
  Menu,
  MenuItem,
  Stack,
  Tooltip,
  useMediaQuery,
  type Theme,
} from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useListContext, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { useNumber } from '../../shared/useNumber';
import type { User } from '../user';
import { AT_MOST, type BulkAction } from './bulkAction';

const actions: BulkAction[] = ['activate', 'deactivate', 'role', 'delete'];

const Buttons = ({ onChoose }: { onChoose: (action: BulkAction) => void }) => {
  const translate = useTranslate();
  return (
    <>
      {actions.map((action) => (
        <Button
          key={action}
          size="small"
          variant="outlined"
          color={action === 'delete' ? 'error' : 'inherit'}
          onClick={() => onChoose(action)}
        >
          {translate(`resources.users.bulk.${action}.label`)}
        </Button>
      ))}
    </>
  );
};

/** The same in one button, where four have no room. */
const ActionMenu = ({ onChoose }: { onChoose: (action: BulkAction) => void }) => {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (action: BulkAction) => {
    setAnchor(null);
    onChoose(action);
  };
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        endIcon={<MoreIcon />}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {translate('resources.users.bulk.menu')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {actions.map((action) => (
          <MenuItem
            key={action}
            onClick={() => choose(action)}
            sx={action === 'delete' ? { color: 'error.main' } : {}}
          >
            {translate(`resources.users.bulk.${action}.label`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};

/** Once the whole page is chosen: all that the filters let through, as far as one request carries. */
const ChooseAll = () => {
  const translate = useTranslate();
  const number = useNumber();
  const notify = useNotify();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data = [], total, hasNextPage, selectedIds, onSelect, ...list } = useListContext<User>();
  const isPage = data.length > 0 && data.every(({ id }) => selectedIds.includes(id));
  const isMore = total === undefined ? hasNextPage : total > selectedIds.length;
  if (!isPage || !isMore || selectedIds.length >= AT_MOST) return null;
  const isAll = total !== undefined && total <= AT_MOST;
  const choose = async () => {
    const filter = list.filterValues as Record<string, unknown>;
    const pagination = { page: 1, perPage: AT_MOST };
    const found = await dataProvider.getList('users', { filter, sort: list.sort, pagination });
    onSelect((found.data as User[]).map(({ id }) => id));
  };
  const tell = (error: Error) => notify(error.message, { type: 'error' });
  return (
    <Button size="small" onClick={() => void choose().catch(tell)}>
      {translate(`resources.users.select.${isAll ? 'all' : 'first'}`, {
        count: number(isAll ? total : AT_MOST),
      })}
    </Button>
  );
};

/** How many users are chosen, and what can be done with all of them at once. */
export const BulkBar = ({ onChoose }: { onChoose: (action: BulkAction) => void }) => {
  const translate = useTranslate();
  const number = useNumber();
  const { selectedIds, onUnselectItems } = useListContext<User>();
  const isNarrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('lg'));
  const clear = translate('resources.users.select.none');
  const count = { smart_count: selectedIds.length, count: number(selectedIds.length) };
  return (
    <Stack
      direction="row"
      role="toolbar"
      aria-label={translate('resources.users.bulk.toolbar')}
      sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}
    >
      <Box component="span" role="status" sx={{ fontWeight: 600 }}>
        {translate('resources.users.select.count', count)}
      </Box>
      <Tooltip title={clear}>
        <IconButton size="small" aria-label={clear} onClick={() => onUnselectItems()}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      {isNarrow ? <ActionMenu onChoose={onChoose} /> : <Buttons onChoose={onChoose} />}
      <ChooseAll />
    </Stack>
  );
};
