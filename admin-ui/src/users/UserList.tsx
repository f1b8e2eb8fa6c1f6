import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Link as TextLink, Typography, useMediaQuery, type Theme } from '@mui/material';
import { ColumnsButton, DataTable, ListBase, RefreshButton, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { HEADER_HEIGHT } from '../layout/Header';
import { Page } from '../layout/Page';
import { ListBody, useListErrors } from '../shared/ListBody';
import { TimeText } from '../shared/TimeText';
import { UserActions } from './UserActions';
import { UserCards } from './UserCards';
import { UserFilters } from './UserFilters';
import { RoleMark, StatusMark } from './UserMarks';
import { useIsOwn, type User } from './user';

/** A real link, so that the row also opens by keyboard and in a new tab. */
export const UserName = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const own = useIsOwn(user);
  return (
    <>
      <TextLink
        component={Link}
        to={`/users/${user.id}`}
        color="text.primary"
        sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}
        onClick={(event) => event.stopPropagation()}
      >
        {user.username}
      </TextLink>
      {own && (
        <Typography component="span" color="text.secondary">
          {` (${translate('resources.users.you')})`}
        </Typography>
      )}
    </>
  );
};

/** The head stays in sight. Where the columns may not all fit, the table scrolls in itself instead. */
const tableLayout = {
  '& .RaDataTable-headerCell': { top: { xs: 0, lg: HEADER_HEIGHT } },
  '& .RaDataTable-tableWrapper': { overflowX: { xs: 'auto', lg: 'visible' } },
  '& .column-created_at': { display: { xs: 'none', lg: 'table-cell' } },
};

const UserTable = () => {
  const translate = useTranslate();
  return (
    <DataTable<User> bulkActionButtons={false} rowClick="edit" hiddenColumns={['id']} sx={tableLayout}>
      <DataTable.NumberCol source="id" options={{ useGrouping: false }} />
      <DataTable.Col source="username" render={(user: User) => <UserName user={user} />} />
      <DataTable.Col source="role" render={(user: User) => <RoleMark user={user} />} />
      <DataTable.Col source="is_active" render={(user: User) => <StatusMark user={user} />} />
      <DataTable.Col source="created_at" render={(user: User) => <TimeText value={user.created_at} />} />
      <DataTable.Col
        source="last_login_at"
        render={(user: User) => (
          <TimeText value={user.last_login_at} none={translate('resources.users.never')} />
        )}
      />
      <DataTable.Col
        source="actions"
        disableSort
        align="right"
        render={(user: User) => <UserActions user={user} />}
      />
    </DataTable>
  );
};

export const UserList = () => {
  const errors = useListErrors();
  const translate = useTranslate();
  // A row needs some 800 px; below that each user is a card.
  const isSmall = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  const create = (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/users/create">
      {translate('resources.users.action.create')}
    </Button>
  );
  const tools = (
    <>
      {!isSmall && <ColumnsButton />}
      <RefreshButton />
    </>
  );
  return (
    <ListBase<User> perPage={25} sort={{ field: 'id', order: 'ASC' }} exporter={false} queryOptions={errors}>
      <Page
        title={translate('resources.users.page.list')}
        intro={translate('resources.users.intro')}
        actions={create}
      >
        <UserFilters tools={tools} />
        <Box>
          <ListBody>{isSmall ? <UserCards /> : <UserTable />}</ListBody>
        </Box>
      </Page>
    </ListBase>
  );
};
