import { Alert, Box, Button, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useEffect, useState, type ReactNode } from 'react';
import { HttpError, useListContext, useNotify, useTimeout, useTranslate } from 'react-admin';
import { ListPages } from './ListPages';
import { unseen } from './unseen';
import { useFilters } from './useFilters';
import { useNumber } from './useNumber';

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

/** The server looks for fewer characters than these only where names begin. */
const SHORT = 3;

const Nothing = ({ resource }: { resource: string }) => {
  const translate = useTranslate();
  const { filters, filtered, clear } = useFilters();
  if (filtered) {
    const all = <Button onClick={clear}>{translate('clearview.clear')}</Button>;
    const none = translate('clearview.none_match');
    const isShort = resource !== 'audit' && typeof filters['q'] === 'string' && filters['q'].length < SHORT;
    return <Message text={isShort ? `${none} ${translate('clearview.short_search')}` : none} action={all} />;
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

/** How many rows there are, told when the filters change; not for every row that comes meanwhile. */
const CountForScreenReaders = () => {
  const translate = useTranslate();
  const number = useNumber();
  const { resource, total, isPlaceholderData, ...list } = useListContext();
  const words =
    total === undefined
      ? translate('clearview.pages.many')
      : translate(`resources.${resource}.count`, { smart_count: total, count: number(total) });
  const [told, setTold] = useState({ filters: '', words: '' });
  const filters = JSON.stringify(list.filterValues);
  useEffect(() => {
    if (isPlaceholderData || told.filters === filters) return;
    setTold({ filters, words });
  }, [filters, isPlaceholderData, told.filters, words]);
  return (
    <Box role="status" sx={unseen}>
      {told.words}
    </Box>
  );
};

/** The body of a list in each of its states: coming, failed, empty, filled. Rows outlive a failed refresh. */
export const ListBody = ({ children }: { children: ReactNode }) => {
  const { resource, isPending, error, data } = useListContext();
  if (isPending) return <RowsToCome />;
  return (
    <>
      {error && <Failed />}
      {!error && <CountForScreenReaders />}
      {data?.length === 0 && <Nothing resource={resource} />}
      {data && data.length > 0 && (
        <>
          <Paper variant="outlined">{children}</Paper>
          <ListPages />
        </>
      )}
    </>
  );
};
