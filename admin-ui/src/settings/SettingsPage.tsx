import { Alert, Button, Stack } from '@mui/material';
import { useMemo } from 'react';
import {
  BooleanInput,
  NumberInput,
  ResourceContextProvider,
  useGetList,
  useGetOne,
  useTranslate,
} from 'react-admin';
import type { Entry } from '../audit/entry';
import { Trail } from '../audit/Trail';
import { Page } from '../layout/Page';
import { EditForm } from '../shared/edit/EditForm';
import { LateSpinner } from '../shared/LateSpinner';
import { Group } from './Group';
import { RequireInput } from './RequireInput';
import {
  auditOfSettings,
  changesOfSettings,
  MOST_DAYS,
  settingsEditing,
  THE_SETTINGS,
  toForm,
} from './settings';
import type { Settings } from './settings';

const isDays = (value: unknown): string | undefined =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_DAYS
    ? undefined
    : 'resources.settings.days_needed';

const SettingsForm = ({ settings }: { settings: Settings }) => {
  const translate = useTranslate();
  // The form is filled anew for another object.
  const record = useMemo(() => toForm(settings), [settings]);
  const say = (key: string) => translate(`resources.settings.${key}`);
  return (
    <EditForm editing={settingsEditing} record={record}>
      <Group title={say('group.second_factor')}>
        <RequireInput role="admin" />
        <RequireInput role="user" />
      </Group>
      <Group title={say('group.admins')}>
        <BooleanInput source="reauthenticate_admins" helperText={say('help.reauthenticate_admins')} />
      </Group>
      <Group title={say('group.tokens')}>
        <NumberInput
          source="max_token_days"
          min={1}
          max={MOST_DAYS}
          step={1}
          validate={isDays}
          helperText={say('help.max_token_days')}
          sx={{ maxWidth: 320, '&& .MuiFormHelperText-root': { ml: 0 } }}
        />
      </Group>
    </EditForm>
  );
};

/** Who changed them, newest first. */
const SettingsTrail = () => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.settings.trail.${key}`);
  const {
    data = [],
    isPending,
    error,
    refetch,
  } = useGetList<Entry>('audit', {
    filter: changesOfSettings,
    sort: { field: 'id', order: 'DESC' },
    pagination: { page: 1, perPage: 5 },
  });
  const ways = [{ words: say('all'), to: auditOfSettings() }];
  return (
    <Trail
      title={say('title')}
      none={say('none')}
      ways={ways}
      {...{ entries: data, isPending, error, refetch }}
    />
  );
};

const Content = () => {
  const translate = useTranslate();
  const { data, error, refetch } = useGetOne<Settings>('settings', { id: THE_SETTINGS });
  if (data) {
    return (
      <Stack sx={{ gap: 3 }}>
        <SettingsForm settings={data} />
        <SettingsTrail />
      </Stack>
    );
  }
  if (!error) return <LateSpinner />;
  const retry = <Button onClick={() => void refetch()}>{translate('clearview.retry')}</Button>;
  return (
    <Alert severity="error" action={retry}>
      {error.message}
    </Alert>
  );
};

/** What holds for everybody. Guarded against two who edit at once. */
export default function SettingsPage() {
  const translate = useTranslate();
  return (
    <Page title={translate('resources.settings.page')} intro={translate('resources.settings.intro')} narrow>
      {/* By which the fields find their names. */}
      <ResourceContextProvider value="settings">
        <Content />
      </ResourceContextProvider>
    </Page>
  );
}
