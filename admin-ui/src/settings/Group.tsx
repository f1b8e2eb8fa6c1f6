import { Box, Stack, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';

/** Settings about one thing, under its name. */
export const Group = ({ title, children }: { title: string; children: ReactNode }) => {
  const titleId = useId();
  return (
    <Box
      role="group"
      aria-labelledby={titleId}
      sx={{
        borderTop: 1,
        borderColor: 'divider',
        pt: 2.5,
        '&:first-of-type': { border: 0, pt: 0 },
        '& .MuiFormHelperText-root': { mt: 0, ml: 5.75 },
      }}
    >
      <Typography variant="h2" id={titleId} sx={{ mb: 1 }}>
        {title}
      </Typography>
      <Stack sx={{ gap: 1.5 }}>{children}</Stack>
    </Box>
  );
};
