import { SelectInput, useTranslate } from 'react-admin';
import { FilterBar } from '../shared/FilterBar';
import { searchLimit, selectFilter } from '../shared/filterInputs';
import { TenantInput } from '../shared/picker/TenantInput';
import { SearchInput } from '../shared/SearchInput';
import { JOB_STATES, TRIGGERS } from './job';

const stateChoices = JOB_STATES.map((id) => ({ id, name: `resources.jobs.state.${id}` }));
const triggerChoices = TRIGGERS.map((id) => ({ id, name: `resources.jobs.trigger.${id}` }));

export const JobFilters = () => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.jobs.${key}`);
  return (
    <FilterBar search={<SearchInput placeholder={say('search')} slotProps={searchLimit} width={220} />}>
      <SelectInput
        {...selectFilter}
        source="state"
        choices={stateChoices}
        emptyText={say('any_state')}
        sx={{ width: { sm: 160 } }}
      />
      <SelectInput
        {...selectFilter}
        source="trigger"
        choices={triggerChoices}
        emptyText={say('any_trigger')}
        sx={{ width: { sm: 170 } }}
      />
      <TenantInput />
    </FilterBar>
  );
};
