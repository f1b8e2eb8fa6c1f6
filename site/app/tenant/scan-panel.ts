import { cancelJob } from '../../api/jobs.js';
import type { JobBrief, Tenant } from '../../api/types.js';
import { busyButton } from '../../ui/busy-button.js';
import { el } from '../../ui/dom.js';
import { progressBar, type Progress } from '../../ui/progress.js';
import { words } from '../../words/index.js';

const text = words.tenant.scan;

export interface ScanPanel {
  root: HTMLElement;
  job: number;
  update: (progress: Progress) => void;
}

/** A scan as it goes on: how far it is, what it looks at now, and a way to end it. */
export function scanPanel({ name }: Tenant, job: JobBrief): ScanPanel {
  const bar = progressBar(name, job);
  const cancel = busyButton({
    label: text.cancel,
    busy: text.cancelling,
    className: 'button button-small',
    run: async () => {
      await cancelJob(job.id);
    },
  });
  const root = el(
    'section',
    { class: 'panel scan-panel', 'aria-labelledby': 'scan-title' },
    el('h2', { id: 'scan-title' }, text.title),
    bar.root,
    cancel,
  );
  const update = (progress: Progress) =>
    bar.update({ ...progress, current: progress.current ? text.lookingAt(progress.current) : null });
  return { root, job: job.id, update };
}
