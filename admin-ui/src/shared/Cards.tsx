import { Box, Stack } from '@mui/material';
import type { ReactNode } from 'react';

/** For the link of a card's name, which covers the card: wherever one presses, it opens. */
export const cover = { '&::after': { content: '""', position: 'absolute', inset: 0 } };
/** For what can be pressed or read out by itself: it lies above that link. */
export const above = { position: 'relative', zIndex: 1 };

/** One record of a list where a table has no room. */
export const Card = ({ children }: { children: ReactNode }) => (
  <Stack
    component="li"
    direction="row"
    sx={{
      position: 'relative',
      gap: 1,
      px: 1,
      py: 1.5,
      alignItems: 'flex-start',
      borderBottom: 1,
      borderColor: 'divider',
      '&:last-child': { border: 0 },
      '&:has(input:checked)': { bgcolor: 'action.selected' },
    }}
  >
    {children}
  </Stack>
);

/** The list where a table has no room. */
export const Cards = ({ children }: { children: ReactNode }) => (
  <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
    {children}
  </Box>
);
