import { Box } from '@mui/material';

/** What a token opens, as scripts write it. */
export const Scopes = ({ scopes }: { scopes: string[] }) => (
  <Box component="span" sx={{ display: 'inline-flex', columnGap: 0.75, rowGap: 0.5, flexWrap: 'wrap' }}>
    {scopes.map((scope) => (
      <Box
        key={scope}
        component="code"
        sx={{
          px: 0.75,
          borderRadius: 0.5,
          whiteSpace: 'nowrap',
          bgcolor: (theme) => theme.palette.clearview.surfaceSunken,
        }}
      >
        {scope}
      </Box>
    ))}
  </Box>
);
