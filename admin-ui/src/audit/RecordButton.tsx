import ExpandIcon from '@mui/icons-material/ExpandMore';
import { IconButton } from '@mui/material';
import { useExpanded, useTranslate } from 'react-admin';
import type { Entry } from './entry';

/** Opens an entry below its row. React-admin's own button for this is hidden from keyboard and screen reader. */
export const RecordButton = ({ entry }: { entry: Entry }) => {
  const translate = useTranslate();
  const [open, toggle] = useExpanded('audit', entry.id);
  return (
    <IconButton
      size="small"
      aria-label={translate(`resources.audit.${open ? 'hide' : 'show'}_raw_of`, { id: entry.id })}
      aria-expanded={open}
      aria-controls={`audit-${entry.id}-expand`}
      onClick={(event) => {
        event.stopPropagation();
        toggle();
      }}
    >
      <ExpandIcon fontSize="small" sx={{ transform: open ? 'rotate(180deg)' : 'none' }} />
    </IconButton>
  );
};
