import { Box, Stack, Typography } from '@mui/material';
import { useEffect, useRef, type ReactNode } from 'react';

interface Props {
  title: string;
  intro?: ReactNode;
  /** The one main action, and what else belongs to the whole page. */
  actions?: ReactNode;
  /** Reading width, for forms. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page of the console: its title is the only h1 and the title of the tab. */
export const Page = ({ title, intro, actions, narrow = false, children }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  // What one clicked to get here is gone, and the focus with it: continue from the top of this page.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Box sx={{ maxWidth: narrow ? 640 : 1200, mx: narrow ? 0 : 'auto' }}>
      <title>{`${title} · Clearview`}</title>
      <Stack
        component="header"
        direction="row"
        sx={{ alignItems: 'flex-start', justifyContent: 'space-between', flexWrap: 'wrap', gap: 2, mb: 3 }}
      >
        <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
          <Typography
            variant="h1"
            ref={heading}
            tabIndex={-1}
            sx={{ outline: 'none', overflowWrap: 'anywhere' }}
          >
            {title}
          </Typography>
          {intro && (
            <Typography color="text.secondary" component="div" sx={{ mt: 0.5 }}>
              {intro}
            </Typography>
          )}
        </Box>
        {actions && (
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
            {actions}
          </Stack>
        )}
      </Stack>
      {children}
    </Box>
  );
};
