import type { ReactNode } from 'react';
import { NullableBooleanInput, SelectInput, TextInput, useTranslate } from 'react-admin';
import { FilterBar } from '../shared/FilterBar';
import { roleChoices } from './roles';

export const UserFilters = ({ tools }: { tools: ReactNode }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.${key}`);
  return (
    <FilterBar
      tools={tools}
      search={
        <TextInput
          source="q"
          type="search"
          placeholder={say('search')}
          helperText={false}
          sx={{ width: { sm: 240 } }}
        />
      }
    >
      <SelectInput
        source="role"
        choices={roleChoices}
        emptyText={say('any_role')}
        helperText={false}
        slotProps={{ select: { displayEmpty: true } }}
        sx={{ width: { sm: 160 } }}
      />
      <NullableBooleanInput
        source="is_active"
        nullLabel={say('any_status')}
        trueLabel={say('status.active')}
        falseLabel={say('status.inactive')}
        helperText={false}
        slotProps={{ select: { displayEmpty: true } }}
        sx={{ width: { sm: 160 } }}
      />
    </FilterBar>
  );
};
