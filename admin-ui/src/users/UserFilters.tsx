import { Chip, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { NullableBooleanInput, SelectInput, useTranslate } from 'react-admin';
import { FilterBar } from '../shared/FilterBar';
import { selectFilter } from '../shared/filterInputs';
import { useFilters } from '../shared/useFilters';
import { useRegion } from '../shared/useRegion';
import { SearchInput } from '../shared/SearchInput';
import { DateInput } from './DateInput';
import { roleChoices } from './roles';

/** The filter that one comes with by a link, from the dashboard. */
const DormantChip = () => {
  const translate = useTranslate();
  const region = useRegion();
  const { filters, remove } = useFilters();
  const since = filters['dormant_since'];
  if (typeof since !== 'string') return null;
  const date = new Date(since);
  const day = Number.isNaN(date.getTime())
    ? since
    : new Intl.DateTimeFormat(region, { dateStyle: 'medium' }).format(date);
  return (
    <Stack direction="row" sx={{ mb: 2, mt: -0.5 }}>
      <Chip
        size="small"
        label={translate('resources.users.dormant_since', { day })}
        onDelete={() => remove('dormant_since')}
      />
    </Stack>
  );
};

export const UserFilters = ({ tools }: { tools?: ReactNode }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.${key}`);
  return (
    <>
      <FilterBar tools={tools} search={<SearchInput placeholder={say('search')} width={180} />}>
        <SelectInput
          {...selectFilter}
          source="role"
          choices={roleChoices}
          emptyText={say('any_role')}
          sx={{ width: { sm: 140 } }}
        />
        <NullableBooleanInput
          {...selectFilter}
          source="is_active"
          nullLabel={say('any_status')}
          trueLabel={say('status.active')}
          falseLabel={say('status.inactive')}
          sx={{ width: { sm: 155 } }}
        />
        <NullableBooleanInput
          {...selectFilter}
          source="never_signed_in"
          nullLabel={say('any_sign_in')}
          trueLabel={say('never_signed_in')}
          falseLabel={say('ever_signed_in')}
          sx={{ width: { sm: 160 } }}
        />
        <NullableBooleanInput
          {...selectFilter}
          source="second_factor"
          nullLabel={say('any_second_factor')}
          trueLabel={say('second_factor.on')}
          falseLabel={say('second_factor.off')}
          sx={{ width: { sm: 155 } }}
        />
        {/* Where they have no room on the line, both go to the next. */}
        <Stack direction="row" sx={{ gap: 1, flexWrap: { xs: 'wrap', sm: 'nowrap' } }}>
          <DateInput source="created_gte" />
          <DateInput source="created_lte" end />
        </Stack>
      </FilterBar>
      <DormantChip />
    </>
  );
};
