import { Alert, Box, Button, Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { useTimeout, useTranslate } from 'react-admin';

interface Props<T> {
  title: string;
  /** What belongs to the whole panel, at the right of its title. */
  tools?: ReactNode;
  query: UseQueryResult<T>;
  /** Takes, unseen, as much room as the figures will need, so that nothing jumps when they come. */
  room: ReactNode;
  children: (figures: T) => ReactNode;
}

/** Nothing for a moment, then the shape of what is coming. */
const FiguresToCome = ({ room }: { room: ReactNode }) => {
  const late = useTimeout(300);
  return (
    <Box aria-hidden sx={{ position: 'relative' }}>
      <Box sx={{ visibility: 'hidden' }}>{room}</Box>
      {late && <Skeleton variant="rounded" sx={{ position: 'absolute', inset: 0, height: '100%' }} />}
    </Box>
  );
};

const Failed = ({ query }: { query: UseQueryResult }) => {
  const translate = useTranslate();
  const retry = (
    <Button color="inherit" disabled={query.isFetching} onClick={() => void query.refetch()}>
      {translate('clearview.retry')}
    </Button>
  );
  return (
    <Alert severity="error" action={retry}>
      <strong>
        {translate(query.data === undefined ? 'clearview.load_failed' : 'clearview.dashboard.not_renewed')}.
      </strong>{' '}
      {query.error?.message}
    </Alert>
  );
};

/** A part of the dashboard in each of its states, on its own: one that fails leaves the others alone. */
export function FiguresPanel<T>({ title, tools, query, room, children }: Props<T>) {
  const id = useId();
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-labelledby={id}
      sx={{ p: { xs: 2, sm: 3 }, borderRadius: '10px' }}
    >
      <Stack direction="row" sx={{ flexWrap: 'wrap', alignItems: 'center', gap: 1, mb: 2, minHeight: 25 }}>
        <Typography variant="h2" id={id} sx={{ mr: 'auto' }}>
          {title}
        </Typography>
        {tools}
      </Stack>
      <Stack sx={{ gap: 2 }}>
        {query.error && <Failed query={query} />}
        {query.data !== undefined && <Box>{children(query.data)}</Box>}
        {query.isPending && <FiguresToCome room={room} />}
      </Stack>
    </Paper>
  );
}
