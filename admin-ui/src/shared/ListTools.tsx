import { Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { RefreshButton, useListContext, useTranslate } from 'react-admin';
import { ColumnsMenu } from './ColumnsMenu';
import { SavedFilters } from './SavedFilters';
import { useNumber } from './useNumber';

/** How many rows the list around has. */
export const ListCount = () => {
  const translate = useTranslate();
  const number = useNumber();
  const { resource, total, data } = useListContext();
  if (!data) return null;
  const words = total === undefined ? 'count_many' : 'count';
  const args = total === undefined ? {} : { smart_count: total, count: number(total) };
  return <>{translate(`resources.${resource}.${words}`, args)}</>;
};

interface Props {
  isCards: boolean;
  columns: readonly string[];
  hidden: string[];
  /** What this list has besides. */
  children?: ReactNode;
}

/** What can be done with a whole list. */
export const ListTools = ({ isCards, columns, hidden, children }: Props) => (
  <Stack direction="row" sx={{ ml: 'auto', gap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
    <SavedFilters />
    {children}
    {!isCards && <ColumnsMenu columns={columns} hidden={hidden} />}
    <RefreshButton />
  </Stack>
);

/** Between filters and rows: how many there are, and what can be done with the list. */
export const ListBar = (props: Props) => (
  <Stack direction="row" sx={{ minHeight: 52, alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
    <Stack sx={{ color: 'text.secondary' }}>
      <ListCount />
    </Stack>
    <ListTools {...props} />
  </Stack>
);
