import { Autocomplete, TextField } from '@mui/material';
import { useState } from 'react';
import { useInput, useTranslate } from 'react-admin';
import { useRecordOf, useRecordSearch, type Directory, type Picked } from './useRecords';

export interface RecordWords {
  label: string;
  placeholder: string;
  /** Nothing of that name. */
  none: string;
  loading: string;
  /** Key of the words for a number, with `id` in it. */
  number: string;
  /** Key of the words for one that is gone, with `name` in it. */
  gone: string;
}

interface Props {
  source: string;
  directory: Directory;
  words: RecordWords;
  /** What a record was called that may be gone. */
  lastName?: (id: number) => string | undefined;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** Picks a record by name, from the server: there may be a hundred thousand. */
export const RecordInput = ({ source, directory, words, lastName }: Props) => {
  const translate = useTranslate();
  const { field } = useInput<Record<string, unknown>>({ source });
  const value: unknown = field.value;
  const id = isWhole(value) ? value : null;
  const chosen = useRecordOf(directory, id, id === null ? undefined : lastName?.(id));
  const label = ({ name, exists }: Picked) => (exists ? name : translate(words.gone, { name }));
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  // What stands in the field while nobody types there is no search.
  const text = chosen && typed === label(chosen) ? '' : typed;
  const { records, isSearching } = useRecordSearch(directory, text, open);
  return (
    <Autocomplete<Picked>
      // Stays among the filters, which are a landmark.
      disablePortal
      options={records}
      value={chosen}
      inputValue={typed}
      open={open}
      loading={isSearching}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onInputChange={(_event, next) => setTyped(next)}
      onChange={(_event, record) => field.onChange(record?.id ?? '')}
      onBlur={field.onBlur}
      filterOptions={(all) => all}
      getOptionKey={(record) => record.id}
      getOptionLabel={label}
      isOptionEqualToValue={(one, other) => one.id === other.id}
      renderOption={({ key, ...props }, record) => (
        <li key={key} {...props}>
          {record.exists ? record.name : translate(words.number, { id: record.id })}
        </li>
      )}
      noOptionsText={words.none}
      loadingText={words.loading}
      openText={translate('ra.action.open')}
      closeText={translate('ra.action.close')}
      clearText={translate('ra.action.clear_input_value')}
      sx={{ width: { xs: '100%', sm: 220 } }}
      slotProps={{ paper: { sx: { border: 1, borderColor: 'divider', boxShadow: 8 } } }}
      renderInput={(params) => (
        <TextField
          {...params}
          name={source}
          size="small"
          label={words.label}
          placeholder={words.placeholder}
        />
      )}
    />
  );
};
