import { Box, Typography } from '@mui/material';
import { Link } from 'react-router-dom';
import { useNumber } from '../shared/useNumber';

interface Props {
  label: string;
  value: number;
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
        {written(value)}
      </Typography>{' '}
      <Typography component="span" variant="caption" color="text.secondary" sx={{ display: 'block' }}>
        {help}
      </Typography>
    </Box>
  );
};
