import { Alert, Button, Link as TextLink, Stack, Typography } from '@mui/material';
import { HttpError, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import { NotFound } from '../layout/NotFound';
import { Page } from '../layout/Page';

/** Whether the server says that there is no such record (any more). */
export const isGone = (error: unknown): boolean => error instanceof HttpError && error.status === 404;

export interface NoRecordProps {
  error: Error;
  refetch: () => unknown;
}

interface Props extends NoRecordProps {
  resource: string;
  /** Where something is still known of it: a key below the resource's `nobody`, and the way there. */
  ways?: (id: number) => { key: string; to: string }[];
}

/** In the place of a record that is gone, which the audit log may still name; or that could not be loaded. */
export const NoRecord = ({ resource, error, refetch, ways }: Props) => {
  const translate = useTranslate();
  const id = Number(useParams().id);
  const say = (key: string) => translate(`resources.${resource}.nobody.${key}`, { id });
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
  // No number that a record could have: the log knows nothing of it either.
  if (!Number.isSafeInteger(id)) return <NotFound />;
  return (
    <Page title={say('title')} narrow>
      <Stack sx={{ gap: 2, alignItems: 'flex-start' }}>
        <Typography>{say('body')}</Typography>
        {ways && (
          <Stack direction="row" sx={{ columnGap: 3, rowGap: 1, flexWrap: 'wrap' }}>
            {ways(id).map(({ key, to }) => (
              <TextLink key={key} component={Link} to={to}>
                {say(key)}
              </TextLink>
            ))}
          </Stack>
        )}
        <Button variant="outlined" component={Link} to={`/${resource}`}>
          {translate(`resources.${resource}.page.list`)}
        </Button>
      </Stack>
    </Page>
  );
};
