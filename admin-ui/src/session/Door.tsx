import { Box, Paper, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import logo from '../../../site/public/logo.svg';

interface Props {
  title: string;
  /** Set inside a dialog, which this names; else the page is this. */
  titleId?: string;
  children: ReactNode;
}

/** The frame of every page outside the console proper: one column, the logo, one heading. */
export const Door = ({ title, titleId, children }: Props) => (
  <Stack
    component={titleId ? 'div' : 'main'}
    sx={{ minHeight: '100dvh', alignItems: 'center', px: 2, pt: { xs: 4, sm: 10 }, pb: 4 }}
  >
    <title>{`${title} · Clearview`}</title>
    <Box sx={{ width: '100%', maxWidth: 400 }}>
      <Stack sx={{ alignItems: 'center', gap: 2, mb: 3 }}>
        <img src={logo} alt="" width="40" height="40" />
        <Typography variant="h1" id={titleId} sx={{ textAlign: 'center' }}>
          {title}
        </Typography>
      </Stack>
      <Paper variant="outlined" sx={{ p: 3, borderRadius: '10px' }}>
        {children}
      </Paper>
    </Box>
  </Stack>
);
