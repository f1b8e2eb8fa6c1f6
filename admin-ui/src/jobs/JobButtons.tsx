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

/** What both buttons need; their words stand below a key. */
function useJobAction(job: Job, key: 'cancel' | 'retry') {
  const translate = useTranslate();
  const notify = useNotify();
  const say = (word: string) =>
    translate(`resources.jobs.${key}.${word}`, { id: job.id, name: job.tenant_name });
  return {
    say,
    tell: (word: string) => notify(say(word), { type: 'info' }),
    fresh: useFresh(),
    dataProvider: useDataProvider<ConsoleDataProvider>(),
  };
}

interface ActionProps {
  say: (word: string) => string;
  size: 'small' | 'medium';
  loading?: boolean;
  onClick: () => void;
}

const ActionButton = ({ say, ...button }: ActionProps) => (
  <Button variant="outlined" color="inherit" aria-label={say('of')} {...button}>
    {say('label')}
  </Button>
);

const CancelButton = ({ job, size = 'medium' }: Props) => {
  const { say, tell, fresh, dataProvider } = useJobAction(job, 'cancel');
  const [open, setOpen] = useState(false);
  const act = async () => {
    try {
      await dataProvider.cancelJob(job.id);
      tell('done');
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 409) throw error;
      // It ended while the question stood there: there is nothing left to cancel.
      tell('over');
    }
    await fresh();
  };
  return (
    <>
      {isAlive(job) && <ActionButton say={say} size={size} onClick={() => setOpen(true)} />}
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
  const { say, tell, fresh, dataProvider } = useJobAction(job, 'retry');
  const redirect = useRedirect();
  const [retry, working] = useAct(async () => {
    try {
      const { id } = await dataProvider.retryJob(job.id);
      tell('done');
      redirect('show', 'jobs', id);
    } finally {
      await fresh();
    }
  });
  return <ActionButton say={say} size={size} loading={working} onClick={retry} />;
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
