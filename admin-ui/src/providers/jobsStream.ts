import type { Job } from '../jobs/job';
import { at } from './paths';
import { watchStream, type StreamState } from './stream';

export interface JobsWatch {
  /** At the start and after each break: all that are queued or running. */
  onStart: (alive: Job[]) => void;
  /** A scan as it is now, each time it changes. */
  onJob: (job: Job) => void;
  /** There is no such scan any more. */
  onGone: (id: number) => void;
  onState?: (state: StreamState) => void;
}

/**
 * Tells how scans go on.
 * @returns ends the watch
 */
export function watchJobs({ onStart, onJob, onGone, onState }: JobsWatch): () => void {
  return watchStream({
    address: () => `${at('jobs')}/stream`,
    on: {
      jobs: (alive: Job[]) => onStart(alive),
      job: (job: Job) => onJob(job),
      job_gone: ({ id }: { id: number }) => onGone(id),
    },
    onState,
  });
}
