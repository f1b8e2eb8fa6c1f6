import { Box, Drawer, Stack, useMediaQuery, type Theme } from '@mui/material';
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useSidebarState } from 'react-admin';
import { ErrorBoundary } from 'react-error-boundary';
import { useLocation } from 'react-router-dom';
import { LateSpinner } from '../shared/LateSpinner';
import { Crashed } from './Crashed';
import { Header, HEADER_HEIGHT } from './Header';
import { Navigation } from './Navigation';
import { SkipLink } from './SkipLink';
import { useSearchShortcut } from './useSearchShortcut';

const WIDE = 216;
const NARROW = 56;

const Side = ({ wide }: { wide: boolean }) => (
  <Box
    sx={{
      position: 'sticky',
      top: HEADER_HEIGHT,
      alignSelf: 'flex-start',
      height: `calc(100dvh - ${HEADER_HEIGHT}px)`,
      width: wide ? WIDE : NARROW,
      flexShrink: 0,
      borderRight: 1,
      borderColor: 'divider',
      bgcolor: 'background.paper',
    }}
  >
    <Navigation narrow={!wide} />
  </Box>
);

/** Header, menu and page. On a narrow screen the menu is a drawer; else it can be narrowed to its icons. */
export const ConsoleLayout = ({ children }: { children: ReactNode }) => {
  const isWide = useMediaQuery((theme: Theme) => theme.breakpoints.up('md'));
  const [sidebarOpen, setSidebarOpen] = useSidebarState();
  const [drawerOpen, setDrawerOpen] = useState(false);
  const { pathname } = useLocation();
  // The drawer gives the focus back to its button; who chose a page from it wants to be on that page.
  const left = useRef(false);
  const chosen = () => {
    left.current = true;
    setDrawerOpen(false);
  };
  const onExited = () => {
    if (left.current) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    left.current = false;
  };
  useSearchShortcut();
  useEffect(() => setDrawerOpen(false), [pathname]);

  return (
    <Stack sx={{ minHeight: '100dvh' }}>
      <SkipLink />
      <Header
        menuOpen={isWide ? sidebarOpen : drawerOpen}
        wide={isWide}
        onMenu={() => (isWide ? setSidebarOpen(!sidebarOpen) : setDrawerOpen(true))}
      />
      <Stack direction="row" sx={{ flexGrow: 1 }}>
        {isWide && <Side wide={sidebarOpen} />}
        <Drawer
          open={!isWide && drawerOpen}
          onClose={() => setDrawerOpen(false)}
          slotProps={{ transition: { onExited } }}
        >
          <Box sx={{ width: 264, pt: 1 }}>
            <Navigation onClose={chosen} />
          </Box>
        </Drawer>
        <Box
          component="main"
          id="main-content"
          tabIndex={-1}
          sx={{ flexGrow: 1, minWidth: 0, px: { xs: 2, md: 4 }, py: { xs: 2, md: 3 }, outline: 'none' }}
        >
          <ErrorBoundary FallbackComponent={Crashed} resetKeys={[pathname]}>
            <Suspense fallback={<LateSpinner />}>{children}</Suspense>
          </ErrorBoundary>
        </Box>
      </Stack>
    </Stack>
  );
};
