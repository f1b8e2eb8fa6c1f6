import { Alert, Box, Button, Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { HttpError, Pagination, useListContext, useNotify, useTimeout, useTranslate } from 'react-admin';
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
  const { filtered, clear } = useFilters();
  if (filtered) {
    const all = <Button onClick={clear}>{translate('clearview.clear')}</Button>;
    return <Message text={translate('clearview.none_match')} action={all} />;
  }
  return <Message text={translate(`resources.${resource}.empty`)} />;
};

/**
 * For the list around a ListBody, which tells what failed where the rows would be. Only what react-admin
 * answers by going to the first page would be gone before it was read: that is told in a toast.
 */
export function useListErrors() {
  const notify = useNotify();
  return {
    onError: (error: Error) => {
      if (error instanceof HttpError && error.status === 422) notify(error.message, { type: 'warning' });
    },
  };
}

const Failed = () => {
  const translate = useTranslate();
  const { error, refetch } = useListContext();
  const retry = <Button onClick={() => void refetch()}>{translate('clearview.retry')}</Button>;
  return (
    <Alert severity="error" action={retry} sx={{ mb: 2 }}>
      <strong>{translate('clearview.load_failed')}.</strong> {error?.message}
    </Alert>
  );
};

/** The body of a list in each of its states: coming, failed, empty, filled. Rows outlive a failed refresh. */
export const ListBody = ({ children }: { children: ReactNode }) => {
  const translate = useTranslate();
  const { resource, isPending, error, data, total } = useListContext();
  if (isPending) return <RowsToCome />;
  const count = total === undefined ? '' : translate(`resources.${resource}.count`, { smart_count: total });
  return (
    <>
      {error && <Failed />}
      <Box role="status" sx={unseen}>
        {count}
      </Box>
      {data?.length === 0 && <Nothing resource={resource} />}
      {data && data.length > 0 && (
        <>
          <Paper variant="outlined">{children}</Paper>
          <Pagination rowsPerPageOptions={[25, 50, 100]} />
        </>
      )}
    </>
  );
};
