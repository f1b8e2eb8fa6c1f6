import { isAlive } from '../../../api/jobs.js';
import type { Job } from '../../../api/types.js';
import { el } from '../../../ui/dom.js';
import { count, duration } from '../../../ui/format.js';
import { gradeBadge, jobStateMark, scoreText } from '../../../ui/grade.js';
import { progressBar } from '../../../ui/progress.js';
import { rowLink, type Column } from '../../../ui/table.js';
import { secondsBetween, timeText } from '../../../ui/time.js';
import { words } from '../../../words/index.js';

const text = words.jobs;

/** Whether a job has been tried and waits for its next try. */
const waitsAgain = ({ state, attempts }: Job): boolean => state === 'queued' && attempts > 0;

function stateCell(job: Job): HTMLElement {
  return el(
    'div',
    { class: 'job-state' },
    jobStateMark(job.state),
    job.attempts > 1 &&
      el('span', { class: 'cell-note' }, text.attempts(count(job.attempts), count(job.max_attempts))),
  );
}

/** How far it is, what came of it, or what went wrong, in words. */
function resultCell(job: Job): HTMLElement {
  if (waitsAgain(job)) {
    const again = el('span', {}, `${text.triesAgain} `, timeText(job.run_after));
    return el('div', { class: 'job-result' }, again, job.error !== null && problem(job.error));
  }
  if (isAlive(job)) return progressBar(job.tenant_name, job).root;
  if (job.state === 'succeeded') {
    if (job.score === null) return el('span', { class: 'cell-note' }, text.noScore);
    return el('span', { class: 'job-score' }, gradeBadge(job.grade, 'letter'), scoreText(job.score));
  }
  return job.error === null ? el('span', { class: 'muted' }, text.nothing) : problem(job.error);
}

function problem(error: string): HTMLElement {
  return el('span', { class: 'job-error' }, error);
}

function triggerCell({ trigger, requested_by_name }: Job): HTMLElement {
  return el(
    'div',
    { class: 'job-trigger' },
    el('span', {}, words.triggers[trigger]),
    requested_by_name !== null && el('span', { class: 'cell-note' }, text.by(requested_by_name)),
  );
}

function tookCell({ started_at, finished_at, state }: Job): HTMLElement {
  const end = state === 'running' ? new Date().toISOString() : finished_at;
  const seconds = secondsBetween(started_at, end);
  return seconds === null ? el('span', { class: 'muted' }, text.nothing) : el('span', {}, duration(seconds));
}

export interface JobActions {
  cancel: (job: Job) => void;
  retry: (job: Job, button: HTMLButtonElement) => void;
}

/** What can be done about a job: end it while it goes on, try again what did not come through. */
function actionCell(job: Job, { cancel, retry }: JobActions): HTMLElement | null {
  if (job.state === 'succeeded') return null;
  const [label, name] = isAlive(job)
    ? [text.cancel, text.cancelOf(job.tenant_name)]
    : [text.retry, text.retryOf(job.tenant_name)];
  const button = el('button', { class: 'button button-small', type: 'button', 'aria-label': name }, label);
  button.addEventListener('click', () => (isAlive(job) ? cancel(job) : retry(job, button)));
  return button;
}

/** The columns of the list of jobs. */
export function jobColumns(actions: JobActions): Column<Job>[] {
  const { columns } = text;
  return [
    {
      key: 'tenant',
      label: columns.tenant,
      cell: ({ tenant_id, tenant_name }) => rowLink(`/tenants/${tenant_id}`, tenant_name),
    },
    { key: 'state', label: columns.state, sort: 'state', cell: stateCell },
    { key: 'result', label: columns.result, sort: 'score', cell: resultCell },
    { key: 'trigger', label: columns.trigger, isExtra: true, cell: triggerCell },
    {
      key: 'created',
      label: columns.created,
      sort: 'created_at',
      first: 'DESC',
      cell: ({ created_at }) => timeText(created_at),
    },
    { key: 'took', label: columns.duration, isNumber: true, isExtra: true, cell: tookCell },
    { key: 'actions', label: columns.actions, isPlain: true, cell: (job) => actionCell(job, actions) },
  ];
}
