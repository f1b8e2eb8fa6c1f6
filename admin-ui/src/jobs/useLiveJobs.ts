import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { watchJobs } from '../providers/jobsStream';
import { isAlive, type Job, type JobState } from './job';
import { shownStates, showJob } from './jobsInCache';

/** Lists are read again at most this often, however much happens. */
const REREAD_MS = 500;

/** What a scan shows itself in when it begins or ends. */
const TOUCHED = ['jobs', 'tenants', 'audit', 'stats'];

/** Puts calls that come close together into one, which comes soon. */
function gathered(act: () => void): { call: () => void; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const run = () => {
    timer = undefined;
    last = Date.now();
    act();
  };
  return {
    call: () => (timer ??= setTimeout(run, Math.max(0, last + REREAD_MS - Date.now()))),
    end: () => clearTimeout(timer),
  };
}

/**
 * As long as the page is looked at, what it shows of scans follows them: progress is written where it is
 * shown, and lists are read again when a scan begins, ends or goes.
 */
export function useLiveJobs(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const reread = gathered(() => {
      for (const name of TOUCHED) void queryClient.invalidateQueries({ queryKey: [name] });
    });
    /** The state of each scan as it was last told here. */
    const told = new Map<number, JobState>();
    /** Lists may lack a scan or show it in the wrong place when it is new or its state is another. */
    const tell = (job: Job, shown = shownStates(queryClient)) => {
      const isNews = (told.get(job.id) ?? shown.get(job.id)) !== job.state;
      told.set(job.id, job.state);
      showJob(queryClient, job);
      if (isNews) reread.call();
    };
    const end = watchJobs({
      onStart: (alive) => {
        const shown = shownStates(queryClient);
        const now = new Set(alive.map(({ id }) => id));
        // What ended before the connection, or during a break of it, was told to nobody.
        const hasEnded = [...new Map([...shown, ...told])].some(
          ([id, state]) => isAlive({ state }) && !now.has(id),
        );
        for (const id of told.keys()) if (!now.has(id)) told.delete(id);
        if (hasEnded) reread.call();
        alive.forEach((job) => tell(job, shown));
      },
      onJob: (job) => tell(job),
      onGone: (id) => {
        told.delete(id);
        reread.call();
      },
    });
    return () => {
      end();
      reread.end();
    };
  }, [queryClient]);
}
