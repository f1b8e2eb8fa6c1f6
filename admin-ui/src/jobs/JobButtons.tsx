import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { HttpError, useDataProvider, useNotify, useRedirect, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { useAct } from '../shared/useAct';
import { useFresh } from '../tenants/useFresh';
import { isAlive, type Job } from './job';

interface Props {
  job: Job;
  size?: 'small' | 'medium';
}

const CancelButton = ({ job, size = 'medium' }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [open, setOpen] = useState(false);
  const say = (key: string) =>
    translate(`resources.jobs.cancel.${key}`, { id: job.id, name: job.tenant_name });
  const act = async () => {
    try {
      await dataProvider.cancelJob(job.id);
      notify(say('done'), { type: 'info' });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 409) throw error;
      // It ended while the question stood there: there is nothing left to cancel.
      notify(say('over'), { type: 'info' });
    }
    await fresh();
  };
  return (
    <>
      {isAlive(job) && (
        <Button
          size={size}
          variant="outlined"
          color="inherit"
          aria-label={say('of')}
          onClick={() => setOpen(true)}
        >
          {say('label')}
        </Button>
      )}
      {/* Stays when the scan ends meanwhile: what one was asked does not vanish, but is answered. */}
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={say('title')}
        confirm={say('confirm')}
        act={act}
      >
        {say('body')}
      </ConfirmDialog>
    </>
  );
};

const RetryButton = ({ job, size = 'medium' }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const say = (key: string) =>
    translate(`resources.jobs.retry.${key}`, { id: job.id, name: job.tenant_name });
  const [retry, working] = useAct(async () => {
    try {
      const { id } = await dataProvider.retryJob(job.id);
      notify(say('done'), { type: 'info' });
      redirect('show', 'jobs', id);
    } finally {
      await fresh();
    }
  });
  return (
    <Button
      size={size}
      variant="outlined"
      color="inherit"
      loading={working}
      aria-label={say('of')}
      onClick={retry}
    >
      {say('label')}
    </Button>
  );
};

/** What can be done with a scan as it stands: cancel it, or try again what did not succeed. */
export const JobButtons = ({ job, size }: Props) => (
  // A press in here, the dialog included, must not open the row.
  <Box component="span" onClick={(event) => event.stopPropagation()}>
    <CancelButton job={job} {...(size && { size })} />
    {(job.state === 'failed' || job.state === 'cancelled') && (
      <RetryButton job={job} {...(size && { size })} />
    )}
  </Box>
);
