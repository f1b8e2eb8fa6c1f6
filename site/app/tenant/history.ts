import type { Job } from '../../api/types.js';
import { el, type Child } from '../../ui/dom.js';
import { count, duration } from '../../ui/format.js';
import { gradeBadge, jobStateMark, scoreText } from '../../ui/grade.js';
import { createTable, type Column } from '../../ui/table.js';
import { secondsBetween, timeText } from '../../ui/time.js';
import { words } from '../../words/index.js';

const text = words.tenant.history;

function scoreCell({ state, grade, score }: Job): Child {
  if (state !== 'succeeded') return el('span', { class: 'muted' }, '–');
  return el('span', { class: 'score-cell' }, gradeBadge(grade, 'letter'), scoreText(score));
}

function durationCell({ started_at, finished_at }: Job): Child {
  const seconds = secondsBetween(started_at, finished_at);
  return seconds === null ? el('span', { class: 'muted' }, '–') : duration(seconds);
}

function note({ error, attempts }: Job): Child {
  const tries = attempts > 1 && text.attempts(count(attempts));
  const parts = [error, tries].filter(Boolean);
  return parts.length > 0 && el('span', { class: 'history-note' }, parts.join(' · '));
}

const columns: readonly Column<Job>[] = [
  { key: 'when', label: text.columns.when, cell: ({ created_at }) => timeText(created_at) },
  { key: 'job-state', label: text.columns.state, cell: ({ state }) => jobStateMark(state) },
  { key: 'score', label: text.columns.score, cell: scoreCell },
  {
    key: 'trigger',
    label: text.columns.trigger,
    cell: ({ trigger, requested_by_name: name }) =>
      el('span', {}, name === null ? words.triggers[trigger] : `${words.triggers[trigger]} (${name})`),
  },
  { key: 'duration', label: text.columns.duration, cell: durationCell },
  { key: 'note', label: text.columns.error, isExtra: true, cell: note },
];

/** The newest jobs of a tenant, and the way to all of them. */
export function historyPanel(jobs: readonly Job[], name: string): HTMLElement {
  const table = createTable<Job>({ caption: text.caption, columns, keyOf: ({ id }) => id });
  table.show(jobs, null);
  const all = `/jobs?${new URLSearchParams({ q: name })}`;
  return el(
    'section',
    { class: 'history', 'aria-labelledby': 'history-title' },
    el(
      'div',
      { class: 'section-head section-head-row' },
      el('h2', { id: 'history-title' }, text.title),
      jobs.length > 0 && el('a', { href: all }, text.all),
    ),
    jobs.length === 0
      ? el('p', { class: 'muted' }, text.none)
      : el('div', { class: 'panel table-panel' }, table.root),
  );
}
