import BookmarkIcon from '@mui/icons-material/BookmarkBorder';
import { Box, Button, Popover, Stack, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { SavedFilterRow } from './SavedFilterRow';
import { isSameName, useSavedFilters, type SavedFilter } from './savedFilters';
import { unseen } from './unseen';

type Saved = ReturnType<typeof useSavedFilters>;

/** The names, each with a button that applies it and one that deletes it. */
const Rows = ({ saved, onApply }: { saved: Saved; onApply: (one: SavedFilter) => void }) => {
  const translate = useTranslate();
  // Deleted at once, but its row stays until this closes, and with it the way back.
  const [deleted, setDeleted] = useState<SavedFilter[]>([]);
  const [last, setLast] = useState('');
  const gone = deleted.filter((one) => !saved.saved.some((other) => isSameName(other.name, one.name)));
  const rows = [...saved.saved, ...gone].sort((one, other) => one.name.localeCompare(other.name));
  const remove = (one: SavedFilter) => {
    setDeleted([...gone, one]);
    setLast(one.name);
    saved.remove(one.name);
  };
  return (
    <>
      {rows.length === 0 && (
        <Typography color="text.secondary">{translate('clearview.saved.empty')}</Typography>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, mx: -1, p: 0 }}>
        {rows.map((one) => (
          <SavedFilterRow
            key={one.name}
            name={one.name}
            isPresent={saved.isPresent(one)}
            isDeleted={gone.includes(one)}
            wasTouched={last === one.name}
            onApply={() => onApply(one)}
            onDelete={() => remove(one)}
            onUndo={() => saved.restore(one)}
          />
        ))}
      </Box>
      <Box role="status" sx={unseen}>
        {gone.some(({ name }) => name === last) && translate('clearview.saved.is_deleted', { name: last })}
      </Box>
    </>
  );
};

/** Keeps the filters that are set under a name. */
const SaveForm = ({ saved, onSaved }: { saved: Saved; onSaved: (name: string) => void }) => {
  const translate = useTranslate();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  const fieldId = useId();
  const save = () => {
    const taken = saved.saved.some((other) => isSameName(other.name, name));
    const found = name.trim() === '' ? 'name_needed' : taken ? 'name_taken' : '';
    setProblem(found);
    if (found) return document.getElementById(fieldId)?.focus();
    saved.save(name);
    onSaved(name.trim());
  };
  return (
    <Stack
      component="form"
      noValidate
      direction="row"
      sx={{ gap: 1, alignItems: 'flex-start' }}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        id={fieldId}
        size="small"
        fullWidth
        autoComplete="off"
        label={translate('clearview.saved.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={problem !== ''}
        helperText={problem && translate(`clearview.saved.${problem}`)}
        slotProps={{ htmlInput: { maxLength: 60 } }}
      />
      <Button type="submit" variant="outlined" color="inherit" sx={{ mt: 3 }}>
        {translate('clearview.saved.save')}
      </Button>
    </Stack>
  );
};

/** Filters, sorting and page size of the list around, kept under names. */
export const SavedFilters = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const saved = useSavedFilters();
  const titleId = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  const apply = (one: SavedFilter) => {
    close();
    saved.apply(one);
  };
  const done = (name: string) => {
    close();
    notify('clearview.saved.done', { type: 'info', messageArgs: { name } });
  };
  const label = translate('clearview.saved.label');
  return (
    <>
      <Button
        size="small"
        startIcon={<BookmarkIcon />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {label}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-labelledby': titleId, sx: { width: 320, p: 2 } } }}
      >
        <Stack sx={{ gap: 1.5 }}>
          <Typography id={titleId} variant="h2">
            {label}
          </Typography>
          <Rows saved={saved} onApply={apply} />
          {saved.canSave ? (
            <SaveForm saved={saved} onSaved={done} />
          ) : (
            saved.saved.length > 0 && (
              <Typography variant="caption" color="text.secondary">
                {translate('clearview.saved.nothing_set')}
              </Typography>
            )
          )}
          <Typography variant="caption" color="text.secondary">
            {translate('clearview.saved.help')}
          </Typography>
        </Stack>
      </Popover>
    </>
  );
};
