import { words } from '../words/index.js';
import { el } from './dom.js';
import { count } from './format.js';

export interface Progress {
  state: string;
  checks_done: number;
  checks_total: number;
  /** What is being looked at. */
  current?: string | null;
}

export interface ProgressBar {
  root: HTMLElement;
  /** Shows how far it is now. */
  update: (progress: Progress) => void;
}

/** A bar with its text: "12 of 34 checks". @param name of the tenant, for screen readers */
export function progressBar(name: string, progress: Progress): ProgressBar {
  const bar = el('progress', { class: 'progress-bar', 'aria-label': words.progress.label(name) });
  const text = el('span', { class: 'progress-text' });
  const current = el('span', { class: 'progress-current' });
  const update = ({ state, checks_done, checks_total, current: now }: Progress) => {
    const isKnown = state !== 'queued' && checks_total > 0;
    bar.max = Math.max(1, checks_total);
    // Without a value the bar only says that something goes on.
    if (isKnown) bar.value = checks_done;
    else bar.removeAttribute('value');
    text.textContent = isKnown
      ? words.progress.checks(count(checks_done), count(checks_total))
      : words.progress.waiting;
    current.textContent = now ?? '';
    current.hidden = !now;
  };
  update(progress);
  return { root: el('div', { class: 'progress' }, bar, text, current), update };
}
