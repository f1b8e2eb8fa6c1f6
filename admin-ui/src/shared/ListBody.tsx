import { Alert, Box, Button, Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Pagination, useListContext, useTimeout, useTranslate } from 'react-admin';
import { unseen } from './unseen';
import { useFilters } from './useFilters';

/** Nothing for a moment, then the shape of what is coming. */
const RowsToCome = () => {
  if (!useTimeout(300)) return null;
  return (
    <Paper variant="outlined" sx={{ p: 2 }} aria-hidden>
      {Array.from({ length: 8 }, (_, row) => (
        <Skeleton key={row} height={41} />
      ))}
    </Paper>
  );
};

const Message = ({ text, action }: { text: string; action?: ReactNode }) => (
  <Paper variant="outlined" sx={{ py: 6, px: 2 }}>
    <Stack sx={{ alignItems: 'center', gap: 2, textAlign: 'center' }}>
      <Typography color="text.secondary">{text}</Typography>
      {action}
    </Stack>
  </Paper>
);

const Nothing = ({ resource }: { resource: string }) => {
  const translate = useTranslate();
  const { total, page, setPage } = useListContext();
  const { filtered, clear } = useFilters();
  if (page > 1 && total !== 0) {
    const back = <Button onClick={() => setPage(1)}>{translate('clearview.first_page')}</Button>;
    return <Message text={translate('clearview.no_such_page')} action={back} />;
  }
  if (filtered) {
    const all = <Button onClick={clear}>{translate('clearview.clear')}</Button>;
    return <Message text={translate('clearview.none_match')} action={all} />;
  }
  return <Message text={translate(`resources.${resource}.empty`)} />;
};

/** The body of a list in each of its states: coming, failed, empty, filled. */
export const ListBody = ({ children }: { children: ReactNode }) => {
  const translate = useTranslate();
  const { resource, isPending, error, data, total, refetch } = useListContext();
  if (isPending) return <RowsToCome />;
  if (error && !data) {
    const retry = <Button onClick={() => void refetch()}>{translate('clearview.retry')}</Button>;
    return (
      <Alert severity="error" action={retry}>
        <strong>{translate('clearview.load_failed')}.</strong> {error.message}
      </Alert>
    );
  }
  const count = total === undefined ? '' : translate(`resources.${resource}.count`, { smart_count: total });
  return (
    <>
      <Box role="status" sx={unseen}>
        {count}
      </Box>
      {data.length === 0 ? <Nothing resource={resource} /> : <Paper variant="outlined">{children}</Paper>}
      {data.length > 0 && <Pagination rowsPerPageOptions={[25, 50, 100]} />}
    </>
  );
};
