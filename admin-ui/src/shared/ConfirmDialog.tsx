import { Dialog } from '@mui/material';
import { useId } from 'react';
import { Question, type QuestionProps } from './Question';

interface Props extends Omit<QuestionProps, 'titleId'> {
  open: boolean;
  /** After it is done, or called off, and the dialog is gone. */
  onGone?: () => void;
}

/** Asks once before something that cannot be undone; stays when it is refused. */
export const ConfirmDialog = ({ open, onGone, act, ...question }: Props) => {
  const titleId = useId();
  const { onClose } = question;
  const actAndClose = async () => {
    await act();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      aria-labelledby={titleId}
      maxWidth="xs"
      fullWidth
      {...(onGone && { slotProps: { transition: { onExited: onGone } } })}
    >
      <Question {...question} act={actAndClose} titleId={titleId} />
    </Dialog>
  );
};
