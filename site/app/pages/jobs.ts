import { cancelJob, listJobs, retryJob } from '../../api/jobs.js';
import { watchJobs } from '../../api/live.js';
import type { Job, JobState } from '../../api/types.js';
import { openDialog } from '../../ui/dialog.js';
import { el } from '../../ui/dom.js';
import { tableSkeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { describe } from '../../ui/trouble.js';
import { words } from '../../words/index.js';
import { listView, type ListView } from '../list-view.js';
import type { Page, PageContext } from '../page.js';
import { emptyState } from '../panels.js';
import { jobColumns, type JobActions } from './jobs/job-cells.js';
import { liveLine } from './jobs/live-line.js';
import { newcomers } from './jobs/newcomers.js';

const text = words.jobs;

const states: readonly JobState[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

function empty(): HTMLElement {
  const action = { href: '/onboarding/new', label: text.emptyAction };
  return emptyState('jobs', text.emptyTitle, text.emptyText, [], action);
}

/** Asks once, then ends the job. */
function askToCancel(job: Job, signal: AbortSignal, onDone: (job: Job) => void): void {
  openDialog({
    title: text.cancelTitle(job.tenant_name),
    content: [el('p', {}, text.cancelText)],
    submit: text.cancelDo,
    busy: text.cancelling,
    cancel: text.cancelKeep,
    isDanger: true,
    run: async () => {
      onDone(await cancelJob(job.id));
      toast('good', text.cancelled(job.tenant_name));
    },
    signal,
  });
}

async function tryAgain(job: Job, button: HTMLButtonElement, onDone: () => void): Promise<void> {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    await retryJob(job.id);
    toast('good', text.retried(job.tenant_name));
    onDone();
  } catch (error) {
    toast('bad', describe(error));
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

function openList(context: PageContext, actions: JobActions): Promise<ListView<Job>> {
  return listView<Job>(context, {
    caption: text.title,
    columns: jobColumns(actions),
    keyOf: ({ id }) => id,
    load: listJobs,
    sort: { field: 'created_at', order: 'DESC' },
    search: text.search,
    filters: [
      {
        name: 'state',
        label: text.columns.state,
        choices: [['', text.allStates], ...states.map((state) => [state, words.jobStates[state]] as const)],
      },
    ],
    empty,
  });
}

/** Keeps the list in step with what happens, and says aloud what begins and ends, but not each check. */
function follow(list: ListView<Job>, { signal }: PageContext): HTMLElement[] {
  const spoken = el('p', { class: 'visually-hidden', role: 'status' });
  const known = new Map<number, JobState>();
  const isBusy = () => {
    const table = list.root.querySelector('table');
    if (table === null) return false;
    return table.contains(document.activeElement) || table.getBoundingClientRect().top < 0;
  };
  const newer = newcomers(isBusy, list.reload, signal);
  const line = liveLine(signal, () => (newer.clear(), list.reload()));
  const say = ({ id, state, tenant_name }: Job) => {
    const before = known.get(id);
    known.set(id, state);
    if (before === state) return;
    spoken.textContent =
      before === undefined && state === 'queued'
        ? text.said.queued(tenant_name)
        : text.said[state](tenant_name);
  };
  watchJobs({
    signal,
    onState: line.update,
    onJobs: (alive) => {
      for (const job of alive) {
        known.set(job.id, job.state);
        list.setRow(job);
      }
    },
    onJob: (job) => {
      const isNew = !known.has(job.id);
      say(job);
      if (list.has(job.id)) list.setRow(job);
      else if (isNew) newer.add();
    },
    onGone: (id) => {
      if (list.has(id)) newer.add();
    },
  });
  return [line.element, newer.element, spoken];
}

export const jobs: Page = {
  title: text.title,
  lead: text.lead,
  skeleton: () => tableSkeleton(8),
  body: async (context) => {
    const { signal } = context;
    const list: ListView<Job> = await openList(context, {
      cancel: (job) => askToCancel(job, signal, (over) => list.setRow(over)),
      retry: (job, button) => void tryAgain(job, button, () => list.reload()),
    });
    return el('div', { class: 'jobs' }, ...follow(list, context), list.root);
  },
};
