import { startScan } from '../../../api/jobs.js';
import type { Job, JobBrief, Onboarding } from '../../../api/types.js';
import { busyButton } from '../../../ui/busy-button.js';
import { el } from '../../../ui/dom.js';
import { notice } from '../../../ui/notice.js';
import { progressBar, type ProgressBar } from '../../../ui/progress.js';
import { timeText } from '../../../ui/time.js';
import { words } from '../../../words/index.js';

const text = words.onboarding.scan;

export interface ScanStep {
  element: HTMLElement;
  update: (onboarding: Onboarding, job: Job | JobBrief | null) => void;
}

/** Why no scan runs, where one should, in a sentence; null when none has been tried. */
function mishap({ last_job: last }: Onboarding): HTMLElement | null {
  if (last === null || last.state === 'succeeded') return null;
  const what = last.state === 'cancelled' ? text.cancelled : text.failed;
  return notice('warn', el('p', {}, last.error === null ? what : `${what} ${last.error}`));
}

/** The step in which the first scan runs, with its progress; or what came in its way, and a way to try again. */
export function scanStep(id: number, onStarted: (job: Job) => void): ScanStep {
  const element = el('div', { class: 'step-inner' });
  let progress: ProgressBar | null = null;
  let shown: string | null = null;
  const run = async () => onStarted(await startScan(id));
  const startButton = (label: string, main: boolean) =>
    busyButton({ label, busy: text.asking, className: main ? 'button button-main' : 'button', run });

  const showProgress = (onboarding: Onboarding, job: Job | JobBrief) => {
    if (progress === null || shown !== `job ${job.id}`) {
      progress = progressBar(onboarding.name, job);
      const note = el('p', { class: 'muted' }, text.running);
      element.replaceChildren(el('div', { class: 'panel scan-now' }, progress.root, note));
      shown = `job ${job.id}`;
    }
    progress.update(job);
  };
  const showStart = (key: string, ...content: (Node | null)[]) => {
    if (shown === key) return;
    shown = key;
    element.replaceChildren(...content.filter((part) => part !== null));
  };
  return {
    element,
    update: (onboarding, job) => {
      const isProving = onboarding.next_step === 'prove_control';
      const last = `${onboarding.last_job?.id}`;
      if (job !== null) showProgress(onboarding, job);
      else if (!isProving) {
        const problem = mishap(onboarding);
        const label = problem === null ? text.begin : text.again;
        showStart(`start ${last}`, problem, el('div', {}, startButton(label, true)));
      } else if (onboarding.domains.some(({ proof }) => proof !== null)) {
        const some = el(
          'p',
          { class: 'step-note' },
          onboarding.state === 'onboarding' ? text.someProved : text.nextScan,
        );
        showStart(`some ${last}`, some, el('div', {}, startButton(text.scanProved, false)));
      } else showStart('later', el('p', { class: 'step-note' }, text.later));
    },
  };
}

/** The step when it is done: when that was. */
export function scanDone(at: string | null): HTMLElement {
  return el('p', { class: 'step-note' }, text.done, at !== null && el('span', {}, ' ', timeText(at)));
}
