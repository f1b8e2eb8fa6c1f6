import { Chip, Stack } from '@mui/material';
import { DateTimeInput, SelectInput, TextInput, useTranslate } from 'react-admin';
import { FilterBar, wide } from '../shared/FilterBar';
import { useFilters } from '../shared/useFilters';
import { EVENTS } from './entry';

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
      <FilterBar>
        <TextInput source="q" type="search" placeholder={say('search')} helperText={false} sx={wide} />
        <SelectInput
          source="event"
          choices={eventChoices}
          emptyText={say('any_event')}
          helperText={false}
          slotProps={{ select: { displayEmpty: true } }}
          sx={{ width: { sm: 180 } }}
        />
        <TextInput source="ip" helperText={false} sx={{ width: { sm: 150 } }} />
        <DateTimeInput source="ts_gte" helperText={false} sx={{ width: { sm: 205 } }} />
        <DateTimeInput source="ts_lte" helperText={false} sx={{ width: { sm: 205 } }} />
      </FilterBar>
      <LinkedFilters />
    </>
  );
};
