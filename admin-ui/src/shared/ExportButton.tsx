import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button, ListItemText, ListSubheader, Menu, MenuItem } from '@mui/material';
import { useId, useState } from 'react';
import { useDataProvider, useListContext, useNotify, useTranslate, type FilterPayload } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import type { ExportFormat, ExportResource } from '../providers/download';
import { useNumber } from './useNumber';

interface Props {
  resource: ExportResource;
  formats: ExportFormat[];
}

/** How many rows it will be, in words; null when there are none. */
function useScope(): string | null {
  const translate = useTranslate();
  const number = useNumber();
  const { total, data } = useListContext();
  if (total === 0 || (total === undefined && !data)) return null;
  if (total === undefined) return translate('clearview.export.many');
  if (total === 1) return translate('clearview.export.one');
  return translate('clearview.export.all', { total: number(total) });
}

/** Exports every row that the filters of the list around let through, in the list's order, not only this page. */
export const ExportButton = ({ resource, formats }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const list = useListContext();
  const filter = { ...(list.filterValues as FilterPayload), ...list.filter };
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [busy, setBusy] = useState(false);
  const scopeId = useId();
  const scope = useScope();

  const exportAs = async (format: ExportFormat) => {
    setAnchor(null);
    setBusy(true);
    try {
      await dataProvider.download(resource, format, { filter, sort: list.sort });
      notify('clearview.export.begun', { type: 'info' });
    } catch (error) {
      notify((error as Error).message, { type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  const label = translate('clearview.export.label');
  return (
    <>
      <Button
        size="small"
        startIcon={<DownloadIcon />}
        loading={busy}
        loadingPosition="start"
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {label}
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { role: 'dialog', 'aria-label': label, 'aria-describedby': scopeId } }}
      >
        <ListSubheader id={scopeId} role="presentation">
          {scope ?? translate('clearview.export.none')}
        </ListSubheader>
        {formats.map((format) => (
          <MenuItem key={format} disabled={scope === null} onClick={() => void exportAs(format)}>
            <ListItemText
              primary={translate(`clearview.export.${format}`)}
              secondary={translate(`clearview.export.${format}_help`)}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};
