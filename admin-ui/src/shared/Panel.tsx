import { Paper, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

interface Props {
  title?: string;
  /** What can be done with the whole of it, beside its title. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page on its own ground. Never inside another. */
export const Panel = ({ title, action, children }: Props) => (
  <Paper variant="outlined" component="section" sx={{ p: { xs: 2, sm: 3 }, borderRadius: '10px' }}>
    {title && (
      <Stack
        direction="row"
        sx={{ mb: 2, gap: 1, minHeight: 32, alignItems: 'center', justifyContent: 'space-between' }}
      >
        <Typography variant="h2">{title}</Typography>
        {action}
      </Stack>
    )}
    {children}
  </Paper>
);
