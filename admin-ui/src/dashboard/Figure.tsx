import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useNumber } from '../shared/useNumber';

interface Props {
  label: string;
  /** null: there is nothing to count yet. */
  value: number | null;
  help: string;
  to: string;
}

/** A figure, what it counts, and behind it the list of what was counted. */
export const Figure = ({ label, value, help, to }: Props) => {
  const written = useNumber();
  return (
    <Box
      component={Link}
      to={to}
      sx={{
        display: 'block',
        px: 1.5,
        py: 1,
        borderRadius: 1,
        color: 'text.primary',
        textDecoration: 'none',
        '&:hover': { bgcolor: 'action.hover' },
        '&:hover .figure': { color: 'primary.main' },
        '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: -2 },
      }}
    >
      <Typography component="span" variant="caption" sx={{ display: 'block', fontWeight: 500 }}>
        {label}
      </Typography>{' '}
      <Typography
        component="span"
        className="figure"
        sx={{
          display: 'block',
          fontSize: '1.75rem',
          fontWeight: 600,
          lineHeight: 1.25,
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {value === null ? '–' : written(value)}
      </Typography>{' '}
      <Typography component="span" variant="caption" color="text.secondary" sx={{ display: 'block' }}>
        {help}
      </Typography>
    </Box>
  );
};

/** Figures side by side, as many as there is room for. */
export const FigureGrid = ({ children }: { children: ReactNode }) => (
  <Box
    sx={{
      display: 'grid',
      gridTemplateColumns: {
        xs: 'repeat(2, minmax(0, 1fr))',
        sm: 'repeat(3, minmax(0, 1fr))',
        lg: 'repeat(6, minmax(0, 1fr))',
      },
      gap: 1,
      mx: -1.5,
      mb: -1,
    }}
  >
    {children}
  </Box>
);
