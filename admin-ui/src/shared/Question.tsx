import { Alert, Button, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';

export interface QuestionProps {
  /** Of the title, which names the dialog around it. */
  titleId: string;
  title: string;
  children: ReactNode;
  /** The verb, e.g. "Delete joe". */
  confirm: string;
  danger?: boolean;
  /** What is done. What it throws is told here. */
  act: () => Promise<unknown>;
  onClose: () => void;
}

/** What a dialog asks before something is done, and what was refused. Closing it is for `act`. */
export const Question = ({
  titleId,
  title,
  children,
  confirm,
  danger = false,
  act,
  onClose,
}: QuestionProps) => {
  const translate = useTranslate();
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState('');
  const go = async () => {
    setWorking(true);
    setRefusal('');
    try {
      await act();
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
