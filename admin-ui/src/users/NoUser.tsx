import { Alert, Button, Link as TextLink, Stack, Typography } from '@mui/material';
import { HttpError, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import { NotFound } from '../layout/NotFound';
import { Page } from '../layout/Page';
import { auditAbout, auditBy } from './user';

/** Whether the server says that there is no such user (any more). */
export const isGone = (error: unknown): boolean => error instanceof HttpError && error.status === 404;

interface Props {
  error: Error;
  refetch: () => unknown;
}

/** In the place of a user who is gone, whom the audit log still names; or who could not be loaded. */
export const NoUser = ({ error, refetch }: Props) => {
  const translate = useTranslate();
  const id = Number(useParams().id);
  const say = (key: string) => translate(`resources.users.nobody.${key}`, { id });
  if (!isGone(error)) {
    const retry = <Button onClick={() => void refetch()}>{translate('clearview.retry')}</Button>;
    return (
      <Page title={translate('clearview.load_failed')}>
        <Alert severity="error" action={retry}>
          {error.message}
        </Alert>
      </Page>
    );
  }
  // No number that an account could have: the log knows nothing of it either.
  if (!Number.isSafeInteger(id)) return <NotFound />;
  return (
    <Page title={say('title')} narrow>
      <Stack sx={{ gap: 2, alignItems: 'flex-start' }}>
        <Typography>{say('body')}</Typography>
        <Stack direction="row" sx={{ columnGap: 3, rowGap: 1, flexWrap: 'wrap' }}>
          <TextLink component={Link} to={auditBy(id)}>
            {say('by')}
          </TextLink>
          <TextLink component={Link} to={auditAbout(id)}>
            {say('about')}
          </TextLink>
        </Stack>
        <Button variant="outlined" component={Link} to="/users">
          {translate('resources.users.page.list')}
        </Button>
      </Stack>
    </Page>
  );
};
