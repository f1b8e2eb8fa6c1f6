import { Box, Stack } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useListContext } from 'react-admin';
import { HEADER_HEIGHT } from '../layout/Header';
import { ExportButton } from '../shared/ExportButton';
import { ListCount, ListTools } from '../shared/ListTools';
import type { BulkAction } from './bulk/bulkAction';
import { BulkBar } from './bulk/BulkBar';
import { BulkDialog } from './bulk/BulkDialog';
import { COLUMNS, HIDDEN } from './columns';
import { SelectPage } from './Select';
import type { User } from './user';

/** How tall the bar is that stays in sight while users are chosen. */
export const BAR_HEIGHT = 52;

/** The focus would be lost with the bar that it was in: it goes on where the bar was. */
function usePlace(isChosen: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(isChosen);
  const focus = () => place.current?.focus({ preventScroll: true });
  useEffect(() => {
    const isLeft = before.current && !isChosen;
    before.current = isChosen;
    if (isLeft && document.activeElement === document.body) focus();
  }, [isChosen]);
  return { place, focus };
}

/**
 * Between filters and rows: how many there are and what can be done with the list; while users are chosen,
 * how many and what can be done with them. It stands in the same place, so nothing jumps.
 */
export const ListHead = ({ isCards }: { isCards: boolean }) => {
  const { selectedIds } = useListContext<User>();
  const isChosen = selectedIds.length > 0;
  const { place, focus } = usePlace(isChosen);
  const [action, setAction] = useState<BulkAction | null>(null);
  // The dialog outlives the choice: it tells what became of it.
  const onGone = () => {
    setAction(null);
    if (!isChosen) focus();
  };
  return (
    <Stack
      direction="row"
      sx={{
        minHeight: BAR_HEIGHT,
        alignItems: 'center',
        gap: 1,
        flexWrap: 'wrap',
        // In line with the boxes of the cards.
        ...(isCards && { pl: '9px' }),
        bgcolor: 'background.default',
        ...(isChosen && { position: 'sticky', top: HEADER_HEIGHT, zIndex: 3 }),
      }}
    >
      {isCards && <SelectPage />}
      <Box ref={place} tabIndex={-1} sx={{ outline: 'none', color: 'text.secondary', '&:empty': { mr: -1 } }}>
        {!isChosen && <ListCount />}
      </Box>
      {isChosen && <BulkBar onChoose={setAction} />}
      {/* They are about the whole list, and in no language is there room for both. */}
      {!isChosen && (
        <ListTools isCards={isCards} columns={COLUMNS} hidden={HIDDEN}>
          <ExportButton resource="users" formats={['csv', 'jsonl']} />
        </ListTools>
      )}
      {action && <BulkDialog action={action} onGone={onGone} />}
    </Stack>
  );
};
