import { isAlive } from '../../../api/jobs.js';
import { watchJobs } from '../../../api/live.js';
import type { Job } from '../../../api/types.js';
import { el } from '../../../ui/dom.js';
import { progressBar, type ProgressBar } from '../../../ui/progress.js';
import { words } from '../../../words/index.js';

const text = words.overview.running;

/** As many as the first answer holds; more are a matter for the page of jobs. */
const most = 20;

interface Row {
  element: HTMLElement;
  progress: ProgressBar;
}

function newRow(job: Job): Row {
  const progress = progressBar(job.tenant_name, job);
  const link = el('a', { class: 'list-link', href: `/tenants/${job.tenant_id}` }, job.tenant_name);
  return { element: el('li', { class: 'list-row running-row' }, link, progress.root), progress };
}

/**
 * The scans that run or wait, as they go on; one that is over goes.
 * @param onOver called when one has ended, as the figures may have changed with it
 */
export function runningPanel(first: readonly Job[], signal: AbortSignal, onOver: () => void): HTMLElement {
  const rows = new Map<number, Row>();
  const list = el('ul', { class: 'list-rows' });
  const none = el('p', { class: 'list-none' }, text.none);
  const settle = () => {
    list.hidden = rows.size === 0;
    none.hidden = rows.size > 0;
  };
  const drop = (id: number) => {
    rows.get(id)?.element.remove();
    rows.delete(id);
  };
  const show = (job: Job) => {
    const known = rows.get(job.id);
    if (!isAlive(job)) {
      drop(job.id);
      onOver();
    } else if (known !== undefined) known.progress.update(job);
    else if (rows.size < most) {
      const row = newRow(job);
      rows.set(job.id, row);
      list.append(row.element);
    }
    settle();
  };
  const showAll = (alive: readonly Job[]) => {
    const ids = new Set(alive.map(({ id }) => id));
    for (const id of [...rows.keys()]) if (!ids.has(id)) drop(id);
    alive.forEach(show);
    settle();
  };
  showAll(first);
  watchJobs({ signal, onJobs: showAll, onJob: show, onGone: (id) => (drop(id), settle()) });
  const head = el(
    'div',
    { class: 'list-head' },
    el('h2', { id: 'running-title' }, text.title),
    el('a', { href: '/jobs' }, text.all),
  );
  return el('section', { class: 'panel list-panel', 'aria-labelledby': 'running-title' }, head, none, list);
}
