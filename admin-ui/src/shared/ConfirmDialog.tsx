import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** The verb, e.g. "Delete joe". */
  confirm: string;
  danger?: boolean;
  /** What is done. What it throws is told in the dialog, which then stays. */
  act: () => Promise<unknown>;
  /** After it is done, or called off, and the dialog is gone. */
  onGone?: () => void;
}

type Asking = Omit<Props, 'open' | 'onGone'> & { titleId: string };

const Question = ({ titleId, onClose, title, children, confirm, danger = false, act }: Asking) => {
  const translate = useTranslate();
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState('');
  const go = async () => {
    setWorking(true);
    setRefusal('');
    try {
      await act();
      onClose();
    } catch (error) {
      setRefusal((error as Error).message);
    } finally {
      setWorking(false);
    }
  };
  return (
    <>
      <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere' }}>
        {title}
      </DialogTitle>
      <DialogContent sx={{ overflowWrap: 'anywhere' }}>
        {children}
        {refusal && (
          <Alert severity="error" sx={{ mt: 2 }}>
            {refusal}
          </Alert>
        )}
      </DialogContent>
      <DialogActions sx={{ flexWrap: 'wrap', p: 2 }}>
        <Button color="inherit" autoFocus onClick={onClose}>
          {translate('clearview.cancel')}
        </Button>
        <Button
          variant="contained"
          color={danger ? 'error' : 'primary'}
          loading={working}
          onClick={() => void go()}
          sx={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
        >
          {confirm}
        </Button>
      </DialogActions>
    </>
  );
};

/** Asks once before something that cannot be undone. */
export const ConfirmDialog = ({ open, onGone, ...question }: Props) => {
  const titleId = useId();
  return (
    <Dialog
      open={open}
      onClose={question.onClose}
      aria-labelledby={titleId}
      maxWidth="xs"
      fullWidth
      {...(onGone && { slotProps: { transition: { onExited: onGone } } })}
    >
      <Question {...question} titleId={titleId} />
    </Dialog>
  );
};
