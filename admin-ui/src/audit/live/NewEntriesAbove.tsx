import UpIcon from '@mui/icons-material/ArrowUpward';
import { Button } from '@mui/material';
import { HEADER_HEIGHT } from '../../layout/Header';
import { useWaitingWords } from './useWaitingWords';

/** Over the rows, for somebody who reads further down: what came meanwhile, and the way up to it. */
export const NewEntriesAbove = ({ count }: { count: number }) => {
  const words = useWaitingWords();
  const goUp = () => {
    // This button goes away, and the focus with it.
    document.getElementById('main-content')?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  };
  return (
    <Button
      variant="contained"
      size="small"
      startIcon={<UpIcon />}
      onClick={goUp}
      sx={{
        position: 'fixed',
        top: HEADER_HEIGHT + 12,
        left: '50%',
        transform: 'translateX(-50%)',
        zIndex: ({ zIndex }) => zIndex.appBar - 1,
        boxShadow: 8,
        borderRadius: 5,
      }}
    >
      {words('show', count)}
    </Button>
  );
};
