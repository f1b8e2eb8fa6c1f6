import { Chip, Stack } from '@mui/material';
import { SelectInput, TextInput, useTranslate } from 'react-admin';
import { FilterBar } from '../shared/FilterBar';
import { useFilters } from '../shared/useFilters';
import { EVENTS } from './entry';
import { TimeInput } from './TimeInput';

const eventChoices = EVENTS.map((id) => ({ id, name: `resources.audit.event.${id}` }));

/** Filters that one comes with by a link, from a user or from an entry. */
const LinkedFilters = () => {
  const translate = useTranslate();
  const { filters, remove } = useFilters();
  const chips = [
    { key: 'user_id', label: 'resources.audit.by_user' },
    { key: 'target_id', label: 'resources.audit.to_user' },
  ].filter(({ key }) => filters[key] !== undefined);
  if (chips.length === 0) return null;
  return (
    <Stack direction="row" sx={{ gap: 1, mb: 2, mt: -0.5 }}>
      {chips.map(({ key, label }) => (
        <Chip
          key={key}
          size="small"
          label={translate(label, { id: filters[key] })}
          onDelete={() => remove(key)}
        />
      ))}
    </Stack>
  );
};

export const AuditFilters = () => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.audit.${key}`);
  return (
    <>
      <FilterBar
        search={
          <TextInput
            source="q"
            type="search"
            placeholder={say('search')}
            helperText={false}
            sx={{ width: { sm: 190 } }}
          />
        }
      >
        <SelectInput
          source="event"
          choices={eventChoices}
          emptyText={say('any_event')}
          helperText={false}
          slotProps={{ select: { displayEmpty: true } }}
          sx={{ width: { sm: 160 } }}
        />
        <TextInput source="ip" placeholder={say('whole_ip')} helperText={false} sx={{ width: { sm: 140 } }} />
        <TimeInput source="ts_gte" />
        <TimeInput source="ts_lte" />
      </FilterBar>
      <LinkedFilters />
    </>
  );
};
