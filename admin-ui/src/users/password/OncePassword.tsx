import CopyIcon from '@mui/icons-material/ContentCopy';
import CheckIcon from '@mui/icons-material/Check';
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Typography,
} from '@mui/material';
import { useId, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';

interface Props {
  username: string;
  password: string;
  onDone: () => void;
}

const box = {
  display: 'block',
  p: 1.5,
  borderRadius: 1,
  border: 1,
  borderColor: 'divider',
  fontSize: '1rem',
  overflowWrap: 'anywhere',
  userSelect: 'all',
  bgcolor: 'clearview.surfaceSunken',
} as const;

function select(element: HTMLElement | null): void {
  if (!element) return;
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/**
 * A password that was made up and is now the user's: shown this once. Until it was copied only the button
 * closes it, since a slip of the hand would lose it for good.
 */
export const OncePassword = ({ username, password, onDone }: Props) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.once.${key}`, { name: username });
  const titleId = useId();
  const shown = useRef<HTMLElement>(null);
  const [state, setState] = useState<'shown' | 'copied' | 'select'>('shown');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(password);
      setState('copied');
    } catch {
      // Plain HTTP has no clipboard: leave the text selected for the keyboard.
      select(shown.current);
      setState('select');
    }
  };
  const notes = { shown: '', copied: say('copied'), select: translate('clearview.password.select') };
  return (
    <Dialog
      open
      onClose={() => state !== 'shown' && onDone()}
      aria-labelledby={titleId}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere' }}>
        {say('title')}
      </DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{say('body')}</DialogContentText>
        <Box component="code" ref={shown} sx={box}>
          {password}
        </Box>
        <Typography variant="caption" role="status" sx={{ display: 'block', minHeight: 20, mt: 0.5 }}>
          {notes[state]}
        </Typography>
      </DialogContent>
      <DialogActions sx={{ p: 2 }}>
        <Button color="inherit" onClick={onDone}>
          {say('done')}
        </Button>
        <Button
          variant="contained"
          autoFocus
          startIcon={state === 'copied' ? <CheckIcon /> : <CopyIcon />}
          onClick={() => void copy()}
        >
          {translate(`clearview.password.${state === 'copied' ? 'copied' : 'copy'}`)}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
