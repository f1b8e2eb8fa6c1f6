import { Box, Chip, Link as TextLink, Stack, useMediaQuery, type Theme } from '@mui/material';
import { DataTable, ListBase, RefreshButton, TextInput, useListContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { HEADER_HEIGHT } from '../layout/Header';
import { Page } from '../layout/Page';
import { ColumnsMenu } from '../shared/ColumnsMenu';
import { FilterBar } from '../shared/FilterBar';
import { ListBody, useListErrors } from '../shared/ListBody';
import { TimeText } from '../shared/TimeText';
import { useFilters } from '../shared/useFilters';
import { SearchInput } from '../shared/SearchInput';
import { userPage } from '../users/user';
import { CurrentMark } from './CurrentMark';
import { Device } from './Device';
import type { LiveSession } from './liveSession';
import { RevokeButton } from './RevokeButton';
import { SessionItem } from './SessionItem';

const COLUMNS = ['id', 'device', 'ip', 'created_at', 'last_seen_at', 'expires_at'] as const;
const HIDDEN = ['id', 'expires_at'];

const Owner = ({ session }: { session: LiveSession }) => (
  <TextLink
    component={Link}
    to={userPage(session.user_id)}
    color="text.primary"
    sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}
  >
    {session.username}
  </TextLink>
);

/** Whose sessions are shown, when one came here by a link of theirs. */
const UserChip = () => {
  const translate = useTranslate();
  const { data } = useListContext<LiveSession>();
  const { filters, remove } = useFilters();
  const id = filters['user_id'];
  if (typeof id !== 'number') return null;
  const name = data?.[0]?.username ?? `#${id}`;
  return (
    <Stack direction="row" sx={{ mb: 2, mt: -0.5 }}>
      <Chip
        size="small"
        label={translate('resources.sessions.of', { name })}
        onDelete={() => remove('user_id')}
      />
    </Stack>
  );
};

const Filters = ({ isCards }: { isCards: boolean }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.sessions.${key}`);
  const tools = (
    <>
      {!isCards && <ColumnsMenu columns={COLUMNS} hidden={HIDDEN} />}
      <RefreshButton />
    </>
  );
  return (
    <>
      <FilterBar tools={tools} search={<SearchInput placeholder={say('search')} width={220} />}>
        <TextInput source="ip" placeholder={say('whole_ip')} helperText={false} sx={{ width: { sm: 200 } }} />
      </FilterBar>
      <UserChip />
    </>
  );
};

const SessionTable = () => (
  <DataTable<LiveSession>
    bulkActionButtons={false}
    rowClick={false}
    hiddenColumns={HIDDEN}
    sx={{
      '& .RaDataTable-headerCell': { top: { xs: 0, lg: HEADER_HEIGHT } },
      '& .RaDataTable-tableWrapper': { overflowX: { xs: 'auto', lg: 'visible' } },
    }}
  >
    <DataTable.NumberCol source="id" options={{ useGrouping: false }} />
    <DataTable.Col
      source="username"
      disableSort
      render={(session: LiveSession) => <Owner session={session} />}
    />
    <DataTable.Col
      source="device"
      disableSort
      render={(session: LiveSession) => (
        <Stack direction="row" sx={{ columnGap: 1, rowGap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
          <Device session={session} />
          {session.current && <CurrentMark />}
        </Stack>
      )}
    />
    <DataTable.Col
      source="ip"
      disableSort
      render={(session: LiveSession) => (session.ip ? <code>{session.ip}</code> : null)}
    />
    <DataTable.Col
      source="created_at"
      sortByOrder="DESC"
      render={(session: LiveSession) => <TimeText value={session.created_at} />}
    />
    <DataTable.Col
      source="last_seen_at"
      sortByOrder="DESC"
      render={(session: LiveSession) => <TimeText value={session.last_seen_at} />}
    />
    <DataTable.Col
      source="expires_at"
      render={(session: LiveSession) => <TimeText value={session.expires_at} />}
    />
    <DataTable.Col
      source="end"
      label="resources.sessions.end"
      disableSort
      align="right"
      render={(session: LiveSession) => <RevokeButton session={session} />}
    />
  </DataTable>
);

const SessionCards = () => {
  const { data = [] } = useListContext<LiveSession>();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, px: 2, py: 0 }}>
      {data.map((session) => (
        <SessionItem key={session.id} session={session} owner={<Owner session={session} />} />
      ))}
    </Box>
  );
};

/** Everybody who is signed in now, and from where. */
export const SessionList = () => {
  const errors = useListErrors();
  const translate = useTranslate();
  const isCards = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  return (
    <ListBase<LiveSession>
      perPage={25}
      sort={{ field: 'last_seen_at', order: 'DESC' }}
      exporter={false}
      queryOptions={errors}
    >
      <Page title={translate('resources.sessions.page.list')} intro={translate('resources.sessions.intro')}>
        <Filters isCards={isCards} />
        <ListBody>{isCards ? <SessionCards /> : <SessionTable />}</ListBody>
      </Page>
    </ListBase>
  );
};
