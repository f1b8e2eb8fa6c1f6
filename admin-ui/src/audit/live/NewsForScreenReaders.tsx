import { Box } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { unseen } from '../../shared/unseen';

/** Not more often than this: a busy log must leave time to hear anything else. */
const QUIET_MS = 5000;

/** Says how many rows came into the list since it last said so. */
export const NewsForScreenReaders = ({ fresh }: { fresh: ReadonlySet<number> }) => {
  const translate = useTranslate();
  const told = useRef({ upTo: 0, at: 0 });
  const [words, setWords] = useState('');
  const newest = Math.max(0, ...fresh);
  useEffect(() => {
    if (newest <= told.current.upTo) return;
    const tell = () => {
      const count = [...fresh].filter((id) => id > told.current.upTo).length;
      told.current = { upTo: newest, at: Date.now() };
      setWords(translate('resources.audit.live.came', { smart_count: count }));
    };
    const timer = setTimeout(tell, Math.max(0, told.current.at + QUIET_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [fresh, newest, translate]);
  return (
    <Box role="status" sx={unseen}>
      {words}
    </Box>
  );
};
