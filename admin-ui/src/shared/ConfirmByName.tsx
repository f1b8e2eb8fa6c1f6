import { Dialog, TextField } from '@mui/material';
import { useId, useState, type ReactNode } from 'react';
import { HttpError } from 'react-admin';
import { Question } from './Question';

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What goes. */
  children: ReactNode;
  /** What is to be typed, and how the field for it is called. */
  name: string;
  label: string;
  /** Said under the field when something else was typed. */
  mismatch: string;
  /** The verb, e.g. "Delete Acme". */
  confirm: string;
  /** Gets what was typed. */
  act: (typed: string) => Promise<unknown>;
}

const same = (one: string, other: string): boolean =>
  one.normalize('NFKC').trim().toLowerCase() === other.normalize('NFKC').trim().toLowerCase();

/** What the server says of the name itself. */
const nameError = (error: unknown): string | undefined =>
  error instanceof HttpError
    ? (error.body as { errors?: { name?: string } } | undefined)?.errors?.name
    : undefined;

const Content = ({
  onClose,
  children,
  name,
  label,
  mismatch,
  act,
  ...question
}: Omit<Props, 'open'> & { titleId: string }) => {
  const fieldId = useId();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const refuse = (words: string) => {
    setProblem(words);
    document.getElementById(fieldId)?.focus();
  };
  const go = async () => {
    setProblem('');
    if (!same(typed, name)) return refuse(mismatch);
    try {
      await act(typed);
      onClose();
    } catch (error) {
      // Somebody may have given it another name meanwhile.
      const words = nameError(error);
      if (words === undefined) throw error;
      refuse(words);
    }
  };
  return (
    <Question {...question} danger act={go} onClose={onClose}>
      {children}
      <TextField
        id={fieldId}
        fullWidth
        size="small"
        autoComplete="off"
        sx={{ mt: 2 }}
        label={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={problem !== ''}
        helperText={problem}
        slotProps={{ htmlInput: { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } }}
      />
    </Question>
  );
};

/** Asks for a name to be typed before what cannot be undone; stays when it is refused. */
export const ConfirmByName = ({ open, ...content }: Props) => {
  const titleId = useId();
  return (
    <Dialog open={open} onClose={content.onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <Content {...content} titleId={titleId} />
    </Dialog>
  );
};
