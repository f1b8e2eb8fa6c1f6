import { Box, Button, Tooltip, type ButtonProps } from '@mui/material';
import { useId } from 'react';
import { unseen } from './unseen';

interface Props extends ButtonProps {
  /** Why it cannot be pressed. It stays reachable, so that this can be read with any device. */
  reason?: string | undefined;
}

const off = {
  cursor: 'not-allowed',
  color: 'text.secondary',
  borderColor: 'divider',
  bgcolor: 'transparent',
  '&:hover': { color: 'text.secondary', borderColor: 'divider', bgcolor: 'transparent' },
};

/** A button that says why it is off. */
export const LimitedButton = ({ reason, onClick, sx, ...props }: Props) => {
  const id = useId();
  if (!reason) return <Button {...props} {...(onClick && { onClick })} {...(sx && { sx })} />;
  return (
    <>
      <Tooltip title={reason} describeChild>
        <Button {...props} aria-disabled aria-describedby={id} sx={off} />
      </Tooltip>
      <Box component="span" id={id} sx={unseen}>
        {reason}
      </Box>
    </>
  );
};
