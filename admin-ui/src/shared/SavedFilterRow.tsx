import CheckIcon from '@mui/icons-material/Check';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Button, IconButton, ListItemButton, ListItemText, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';

interface Props {
  name: string;
  /** The list is just like this now. */
  isPresent: boolean;
  isDeleted: boolean;
  /** What was pressed here last was replaced: the focus goes to what took its place. */
  wasTouched: boolean;
  onApply: () => void;
  onDelete: () => void;
  onUndo: () => void;
}

const Deleted = ({ name, onUndo }: Pick<Props, 'name' | 'onUndo'>) => {
  const translate = useTranslate();
  return (
    <>
      <Typography color="text.secondary" sx={{ flexGrow: 1, minWidth: 0, px: 1, overflowWrap: 'anywhere' }}>
        <s>{name}</s> {translate('clearview.saved.deleted')}
      </Typography>
      <Button
        size="small"
        autoFocus
        aria-label={translate('clearview.saved.undo_of', { name })}
        onClick={onUndo}
      >
        {translate('clearview.saved.undo')}
      </Button>
    </>
  );
};

export const SavedFilterRow = ({ name, isPresent, isDeleted, wasTouched, ...on }: Props) => {
  const translate = useTranslate();
  return (
    <Stack component="li" direction="row" sx={{ alignItems: 'center', minHeight: 40 }}>
      {isDeleted ? (
        <Deleted name={name} onUndo={on.onUndo} />
      ) : (
        <>
          <ListItemButton
            dense
            autoFocus={wasTouched}
            aria-current={isPresent || undefined}
            onClick={on.onApply}
            sx={{ borderRadius: 1, px: 1, minHeight: 40 }}
          >
            <ListItemText primary={name} sx={{ overflowWrap: 'anywhere' }} />
            {isPresent && <CheckIcon fontSize="small" color="primary" />}
          </ListItemButton>
          <IconButton
            size="small"
            aria-label={translate('clearview.saved.delete', { name })}
            onClick={on.onDelete}
          >
            <DeleteIcon fontSize="small" />
          </IconButton>
        </>
      )}
    </Stack>
  );
};
