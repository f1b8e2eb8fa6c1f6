import { Autocomplete, TextField } from '@mui/material';
import { useState } from 'react';
import { useInput, useTranslate } from 'react-admin';
import { useAccount, useAccountSearch, type Account, type AccountFilter } from './useAccounts';

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** Picks a user by name, from the server: there may be a hundred thousand. */
export const AccountInput = ({ source }: { source: AccountFilter }) => {
  const translate = useTranslate();
  const say = (key: string, args = {}) => translate(`resources.audit.${key}`, args);
  const { field } = useInput<Record<string, unknown>>({ source });
  const value: unknown = field.value;
  const chosen = useAccount(source, isWhole(value) ? value : null);
  const label = ({ name, exists }: Account) => (exists ? name : say('no_account', { name }));
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  // What stands in the field while nobody types there is no search.
  const text = chosen && typed === label(chosen) ? '' : typed;
  const { accounts, isSearching } = useAccountSearch(text, open);
  return (
    <Autocomplete<Account>
      // Stays among the filters, which are a landmark.
      disablePortal
      options={accounts}
      value={chosen}
      inputValue={typed}
      open={open}
      loading={isSearching}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onInputChange={(_event, next) => setTyped(next)}
      onChange={(_event, account) => field.onChange(account?.id ?? '')}
      onBlur={field.onBlur}
      filterOptions={(all) => all}
      getOptionKey={({ id }) => id}
      getOptionLabel={label}
      isOptionEqualToValue={(one, other) => one.id === other.id}
      renderOption={({ key, ...props }, account) => (
        <li key={key} {...props}>
          {account.exists ? account.name : say('account_number', { id: account.id })}
        </li>
      )}
      noOptionsText={say('account_none')}
      loadingText={say('account_loading')}
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
          label={say(`fields.${source}`)}
          placeholder={say('anybody')}
        />
      )}
    />
  );
};
