import { Checkbox, TableCell } from '@mui/material';
import {
  useDataTableCallbacksContext,
  useDataTableRenderContext,
  useListContext,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import type { MouseEvent } from 'react';
import type { User } from './user';

type Toggle = (id: number, event: MouseEvent<HTMLInputElement>) => void;

/** Chooses one user, whom it names: react-admin's own says "Select this row" to nobody in particular. */
export const SelectUser = ({ user, onToggle }: { user: User; onToggle: Toggle }) => {
  const translate = useTranslate();
  const { selectedIds } = useListContext<User>();
  return (
    <Checkbox
      size="small"
      checked={selectedIds.includes(user.id)}
      slotProps={{
        input: { 'aria-label': translate('resources.users.select.one', { name: user.username }) },
      }}
      // The row opens on a click; this is none for it. Shift chooses all between two.
      onClick={(event) => {
        event.stopPropagation();
        onToggle(user.id, event as unknown as MouseEvent<HTMLInputElement>);
      }}
    />
  );
};

/** Chooses the users of this page, or lets go of them; what is chosen on other pages stays so. */
export const SelectPage = () => {
  const translate = useTranslate();
  const { data = [], selectedIds, onSelect } = useListContext<User>();
  const here = data.map(({ id }) => id);
  const chosen = here.filter((id) => selectedIds.includes(id)).length;
  const others = selectedIds.filter((id) => !here.includes(id));
  const all = here.length > 0 && chosen === here.length;
  const some = chosen > 0 && !all;
  return (
    <Checkbox
      size="small"
      checked={all}
      indeterminate={some}
      slotProps={{
        input: {
          'aria-label': translate('resources.users.select.page'),
          // Material says "mixed" in ARIA only, which is not for a native checkbox: that has a state of its own.
          'aria-checked': undefined,
          ref: (input: HTMLInputElement | null) => {
            if (input) input.indeterminate = some;
          },
        },
      }}
      onChange={() => onSelect(all ? others : [...others, ...here])}
    />
  );
};

const RowSelect = () => {
  const user = useRecordContext<User>();
  const { handleToggleItem } = useDataTableCallbacksContext();
  if (!user || !handleToggleItem) return null;
  return <SelectUser user={user} onToggle={handleToggleItem as Toggle} />;
};

/** The first column of the table. Not one that can be hidden. */
export const SelectColumn = () => {
  const part = useDataTableRenderContext();
  if (part === 'header') {
    return (
      <TableCell variant="head" padding="checkbox" className="RaDataTable-headerCell">
        <SelectPage />
      </TableCell>
    );
  }
  if (part !== 'data') return null;
  return (
    <TableCell padding="checkbox" className="column-select">
      <RowSelect />
    </TableCell>
  );
};
