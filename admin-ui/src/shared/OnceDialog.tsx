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
import { useId, useRef, useState, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';

interface Props {
  title: string;
  body: ReactNode;
  /** A password or a link. */
  secret: string;
  /** Said once it was copied. */
  copied: string;
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
 * What nobody is shown a second time. Until it was copied only the button closes it, since a slip of the hand
 * would lose it for good.
 */
export const OnceDialog = ({ title, body, secret, copied, onDone }: Props) => {
  const translate = useTranslate();
  const titleId = useId();
  const shown = useRef<HTMLElement>(null);
  const [state, setState] = useState<'shown' | 'copied' | 'select'>('shown');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setState('copied');
    } catch {
      // Plain HTTP has no clipboard: leave the text selected for the keyboard.
      select(shown.current);
      setState('select');
    }
  };
  const notes = { shown: '', copied, select: translate('clearview.password.select') };
  return (
    <Dialog
      open
      onClose={() => state !== 'shown' && onDone()}
      aria-labelledby={titleId}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere' }}>
        {title}
      </DialogTitle>
      <DialogContent>
        <DialogContentText component="div" sx={{ mb: 2 }}>
          {body}
        </DialogContentText>
        <Box component="code" ref={shown} sx={box}>
          {secret}
        </Box>
        <Typography variant="caption" role="status" sx={{ display: 'block', minHeight: 20, mt: 0.5 }}>
          {notes[state]}
        </Typography>
      </DialogContent>
      <DialogActions sx={{ p: 2 }}>
        <Button color="inherit" onClick={onDone}>
          {translate('clearview.done')}
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
