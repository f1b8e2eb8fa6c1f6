import CloseIcon from '@mui/icons-material/Close';
import TuneIcon from '@mui/icons-material/Tune';
import { Button, Stack, useMediaQuery, type Theme } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { FilterLiveForm, useTranslate } from 'react-admin';
import { useFilters } from './useFilters';

interface Props {
  /** The field for free text, always in sight. */
  search: ReactNode;
  /** The other filters; on a phone they are folded until asked for, or until one is set. */
  children: ReactNode;
  tools?: ReactNode;
}

const layout = {
  mb: 2,
  gap: 1,
  alignItems: 'flex-end',
  flexWrap: 'wrap',
  '& form': { display: 'contents' },
  '& .MuiFormControl-root': { minWidth: 0, m: 0, flex: { xs: '1 1 100%', sm: '0 0 auto' } },
};

/**
 * Filters that work while typing. They stand in the address, so that a link or the back button brings them
 * back, and one button clears them all.
 */
export const FilterBar = ({ search, children, tools }: Props) => {
  const translate = useTranslate();
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const { filters, filtered, clear } = useFilters();
  const [opened, setOpened] = useState(Object.keys(filters).some((key) => key !== 'q'));
  return (
    <Stack role="search" aria-label={translate('clearview.filters')} direction="row" sx={layout}>
      <FilterLiveForm debounce={300}>
        {search}
        {(!isPhone || opened) && children}
      </FilterLiveForm>
      {isPhone && (
        <Button startIcon={<TuneIcon />} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {translate(`clearview.${opened ? 'fewer' : 'more'}_filters`)}
        </Button>
      )}
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
