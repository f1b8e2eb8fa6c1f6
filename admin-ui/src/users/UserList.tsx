import AddIcon from '@mui/icons-material/Add';
import { Button, useMediaQuery, type Theme } from '@mui/material';
import { DataTable, ListBase, useListContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { HEADER_HEIGHT } from '../layout/Header';
import { Page } from '../layout/Page';
import { ListBody, useListErrors } from '../shared/ListBody';
import { TimeText } from '../shared/TimeText';
import { HIDDEN } from './columns';
import { BAR_HEIGHT, ListHead } from './ListHead';
import { SelectColumn } from './Select';
import { UserFilters } from './UserFilters';
import { UserCards } from './UserCards';
import { RoleMark, SecondFactorMark, StatusMark } from './UserMarks';
import { UserName } from './UserName';
import type { User } from './user';

/** The head stays in sight. Where the columns may not all fit, the table scrolls in itself instead. */
const tableLayout = (isChosen: boolean) => ({
  '& .RaDataTable-headerCell': { top: { xs: 0, lg: HEADER_HEIGHT + (isChosen ? BAR_HEIGHT : 0) } },
  '& .RaDataTable-tableWrapper': { overflowX: { xs: 'auto', lg: 'visible' } },
  '& .column-created_at, & .column-updated_at': { display: { xs: 'none', lg: 'table-cell' } },
  '& tr:has(.column-select input:checked)': { bgcolor: 'action.selected' },
});

const UserTable = () => {
  const translate = useTranslate();
  const { selectedIds } = useListContext<User>();
  return (
    <DataTable<User>
      bulkActionButtons={false}
      rowClick="show"
      hiddenColumns={HIDDEN}
      sx={tableLayout(selectedIds.length > 0)}
    >
      <SelectColumn />
      <DataTable.NumberCol source="id" options={{ useGrouping: false }} />
      <DataTable.Col source="username" render={(user: User) => <UserName user={user} />} />
      <DataTable.Col source="role" render={(user: User) => <RoleMark user={user} />} />
      <DataTable.Col source="is_active" render={(user: User) => <StatusMark user={user} />} />
      <DataTable.Col
        source="second_factor"
        disableSort
        render={(user: User) => <SecondFactorMark user={user} />}
      />
      <DataTable.Col
        source="created_at"
        sortByOrder="DESC"
        render={(user: User) => <TimeText value={user.created_at} />}
      />
      <DataTable.Col
        source="updated_at"
        sortByOrder="DESC"
        render={(user: User) => <TimeText value={user.updated_at} />}
      />
      <DataTable.Col
        source="last_login_at"
        sortByOrder="DESC"
        render={(user: User) => (
          <TimeText value={user.last_login_at} none={translate('resources.users.never')} />
        )}
      />
      <DataTable.NumberCol source="live_sessions" disableSort />
    </DataTable>
  );
};

export const UserList = () => {
  const errors = useListErrors();
  const translate = useTranslate();
  // A row needs some 800 px; below that each user is a card.
  const isCards = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  const create = (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/users/create">
      {translate('resources.users.action.create')}
    </Button>
  );
  return (
    <ListBase<User> perPage={25} sort={{ field: 'id', order: 'ASC' }} exporter={false} queryOptions={errors}>
      <Page
        title={translate('resources.users.page.list')}
        intro={translate('resources.users.intro')}
        actions={create}
      >
        <UserFilters />
        <ListHead isCards={isCards} />
        <ListBody>{isCards ? <UserCards /> : <UserTable />}</ListBody>
      </Page>
    </ListBase>
  );
};
