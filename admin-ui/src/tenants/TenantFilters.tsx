import { SelectInput, useTranslate } from 'react-admin';
import { FilterBar } from '../shared/FilterBar';
import { searchLimit, selectFilter } from '../shared/filterInputs';
import { SearchInput } from '../shared/SearchInput';
import { GRADES, STATES } from './tenant';

const stateChoices = STATES.map((id) => ({ id, name: `resources.tenants.state.${id}` }));
const gradeChoices = [
  ...GRADES.map((id) => ({ id, name: id })),
  { id: 'none', name: 'resources.tenants.no_grade' },
];

export const TenantFilters = () => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.tenants.${key}`);
  return (
    <FilterBar search={<SearchInput placeholder={say('search')} slotProps={searchLimit} width={240} />}>
      <SelectInput
        {...selectFilter}
        source="state"
        choices={stateChoices}
        emptyText={say('any_state')}
        sx={{ width: { sm: 160 } }}
      />
      <SelectInput
        {...selectFilter}
        source="grade"
        choices={gradeChoices}
        emptyText={say('any_grade')}
        sx={{ width: { sm: 160 } }}
      />
    </FilterBar>
  );
};
