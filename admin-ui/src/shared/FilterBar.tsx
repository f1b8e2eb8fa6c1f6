import CloseIcon from '@mui/icons-material/Close';
import { Button, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { FilterLiveForm, useTranslate } from 'react-admin';
import { useFilters } from './useFilters';

/** For the search field: a line of its own on a phone. */
export const wide = {
  '&.MuiFormControl-root': { width: { xs: '100%', sm: 230 }, flexBasis: { xs: '100%', sm: 'auto' } },
};

/**
 * Filters that are always in sight and work while typing. They stand in the address, so that a link or the
 * back button brings them back, and one button clears them all.
 */
export const FilterBar = ({ children, tools }: { children: ReactNode; tools?: ReactNode }) => {
  const translate = useTranslate();
  const { filtered, clear } = useFilters();
  return (
    <Stack
      role="search"
      aria-label={translate('clearview.filters')}
      direction="row"
      sx={{
        mb: 2,
        gap: 1,
        alignItems: 'flex-end',
        flexWrap: 'wrap',
        '& form': { display: 'contents' },
        '& .RaInput': { minWidth: 0, m: 0 },
        '& .MuiFormControl-root': { minWidth: 0, m: 0, flex: { xs: '1 1 calc(50% - 4px)', sm: '0 0 auto' } },
      }}
    >
      <FilterLiveForm debounce={300}>{children}</FilterLiveForm>
      {filtered && (
        <Button startIcon={<CloseIcon />} onClick={clear}>
          {translate('clearview.clear')}
        </Button>
      )}
      <Stack direction="row" sx={{ ml: 'auto', alignItems: 'center' }}>
        {tools}
      </Stack>
    </Stack>
  );
};
