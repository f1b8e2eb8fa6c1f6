import { Alert, Link as TextLink } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Fact, Facts } from '../../shared/Facts';
import { Panel } from '../../shared/Panel';
import { TimeText } from '../../shared/TimeText';
import { ScoreText } from '../../tenants/TenantMarks';
import { TenantName } from '../../tenants/TenantName';
import { isAlive, jobPage, type Job } from '../job';
import { JobStateMark } from '../JobMarks';
import { JobOrigin } from '../JobOrigin';
import { JobProgress } from '../JobProgress';

/** After an attempt that failed it waits; before the first it does not. */
const waitsUntil = ({ state, attempts, run_after }: Job): string | null =>
  state === 'queued' && attempts > 0 ? run_after : null;

/** What is known of a scan. */
export const JobFacts = ({ job }: { job: Job }) => {
  const translate = useTranslate();
  const say = (key: string, args = {}) => translate(`resources.jobs.${key}`, args);
  const next = waitsUntil(job);
  return (
    <Panel>
      {job.error && (
        <Alert severity={job.state === 'failed' ? 'error' : 'warning'} sx={{ mb: 2.5 }}>
          <span lang="en">{job.error}</span>
        </Alert>
      )}
      <Facts>
        <Fact name={say('fields.state')}>
          <JobStateMark state={job.state} />
        </Fact>
        {job.state === 'running' && (
          <Fact name={say('fields.progress')}>
            <JobProgress job={job} />
          </Fact>
        )}
        {job.state === 'running' && job.current && (
          <Fact name={say('fields.current')}>
            <span lang="en">{job.current}</span>
          </Fact>
        )}
        {job.state === 'succeeded' && (
          <Fact name={say('fields.score')}>
            <ScoreText {...job} isScanned />
          </Fact>
        )}
        <Fact name={say('fields.tenant_name')}>
          <TenantName id={job.tenant_id} name={job.tenant_name} />
        </Fact>
        <Fact name={say('fields.trigger')}>
          <JobOrigin job={job} />
        </Fact>
        {job.retry_of !== null && (
          <Fact name={say('fields.retry_of')}>
            <TextLink component={Link} to={jobPage(job.retry_of)}>
              {say('one', { id: job.retry_of })}
            </TextLink>
          </Fact>
        )}
        <Fact name={say('fields.created_at')}>
          <TimeText value={job.created_at} />
        </Fact>
        {next && (
          <Fact name={say('fields.run_after')}>
            <TimeText value={next} />
          </Fact>
        )}
        <Fact name={say('fields.started_at')}>
          <TimeText value={job.started_at} none={say('not_yet')} />
        </Fact>
        {!isAlive(job) && (
          <Fact name={say('fields.finished_at')}>
            <TimeText value={job.finished_at} none={say('not_yet')} />
          </Fact>
        )}
        <Fact name={say('fields.attempts')}>
          {say('attempts', { done: job.attempts, most: job.max_attempts })}
        </Fact>
      </Facts>
    </Panel>
  );
};
