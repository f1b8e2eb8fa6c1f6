import { Box } from '@mui/material';
import type { SvgIconComponent } from '@mui/icons-material';

interface Props {
  tone: 'good' | 'warn' | 'bad' | 'unknown' | 'accent';
  icon: SvgIconComponent;
  children: string;
}

/** A state: colour, shape and word, so that none of them has to be seen for the others to be understood. */
export const Mark = ({ tone, icon: Icon, children }: Props) => (
  <Box
    component="span"
    sx={({ palette: { clearview } }) => ({
      display: 'inline-flex',
      alignItems: 'center',
      gap: 0.5,
      px: 1,
      py: 0.25,
      borderRadius: 1,
      fontSize: '0.8125rem',
      lineHeight: 1.4,
      fontWeight: 500,
      whiteSpace: 'nowrap',
      color: clearview[tone],
      bgcolor: clearview[`${tone}Soft`],
    })}
  >
    <Icon sx={{ fontSize: 15 }} aria-hidden />
    {children}
  </Box>
);
