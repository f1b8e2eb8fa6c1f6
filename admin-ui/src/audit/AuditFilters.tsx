import type { ReactNode } from 'react';
import { SelectInput, TextInput, useTranslate } from 'react-admin';
import { FilterBar } from '../shared/FilterBar';
import { searchLimit } from '../shared/filterInputs';
import { TenantInput } from '../shared/picker/TenantInput';
import { SearchInput } from '../shared/SearchInput';
import { AccountInput } from './AccountInput';
import { EVENTS } from './entry';
import { TimeInput } from './TimeInput';
import { useNamesInEntries } from './useNamesInEntries';

const eventChoices = EVENTS.map((id) => ({ id, name: `resources.audit.event.${id}` }));

export const AuditFilters = ({ tools }: { tools: ReactNode }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.audit.${key}`);
  const tenantName = useNamesInEntries('tenant_id');
  const search = <SearchInput placeholder={say('search')} slotProps={searchLimit} width={190} />;
  return (
    <FilterBar search={search} tools={tools}>
      <SelectInput
        source="event"
        choices={eventChoices}
        emptyText={say('any_event')}
        helperText={false}
        slotProps={{ select: { displayEmpty: true } }}
        sx={{ width: { sm: 160 } }}
      />
      <AccountInput source="user_id" />
      <AccountInput source="target_id" />
      <TenantInput lastName={tenantName} />
      <TextInput
        source="ip"
        placeholder={say('whole_ip')}
        helperText={false}
        slotProps={searchLimit}
        sx={{ width: { sm: 140 } }}
      />
      <TimeInput source="ts_gte" />
      <TimeInput source="ts_lte" />
    </FilterBar>
  );
};
