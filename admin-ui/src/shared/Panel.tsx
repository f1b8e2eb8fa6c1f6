import { Paper, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** A part of a page on its own ground. Never inside another. */
export const Panel = ({ title, children }: { title?: string; children: ReactNode }) => (
  <Paper variant="outlined" component="section" sx={{ p: { xs: 2, sm: 3 }, borderRadius: '10px' }}>
    {title && (
      <Typography variant="h2" sx={{ mb: 2 }}>
        {title}
      </Typography>
    )}
    {children}
  </Paper>
);
