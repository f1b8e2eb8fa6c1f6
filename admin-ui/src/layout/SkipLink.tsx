import { Button } from '@mui/material';
import { useTranslate } from 'react-admin';

/** The first stop of the tab key: past header and menu, to the page. */
export const SkipLink = () => {
  const translate = useTranslate();
  return (
    <Button
      variant="contained"
      onClick={() => document.getElementById('main-content')?.focus()}
      sx={{
        position: 'fixed',
        top: 8,
        left: 8,
        zIndex: 'tooltip',
        '&:not(:focus)': {
          clipPath: 'inset(50%)',
          width: '1px',
          height: '1px',
          minWidth: 0,
          p: 0,
          overflow: 'hidden',
        },
      }}
    >
      {translate('clearview.skip')}
    </Button>
  );
};
