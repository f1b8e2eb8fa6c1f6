import type { Report, Score } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { count } from '../../ui/format.js';
import { gradeBadge, scoreText } from '../../ui/grade.js';
import { icon } from '../../ui/icons.js';
import { createTable } from '../../ui/table.js';
import { exactTime } from '../../ui/time.js';
import { words } from '../../words/index.js';

const text = words.tenant.standing;

/** How the score moved since the scan before, in an arrow and in words. */
function change(scores: readonly Score[]): HTMLElement | null {
  const judged = scores.flatMap(({ score }) => score ?? []);
  const [before, now] = judged.slice(-2);
  if (before === undefined || now === undefined) return null;
  const points = count(Math.abs(now - before));
  if (now === before) return el('p', { class: 'muted' }, text.same);
  const isUp = now > before;
  return el(
    'p',
    { class: `change ${isUp ? 'role-good' : 'role-bad'}` },
    icon(isUp ? 'up' : 'down'),
    el('span', {}, isUp ? text.up(points) : text.down(points)),
  );
}

function standing({ grade, score, job_id }: Report, scores: readonly Score[]): HTMLElement {
  return el(
    'div',
    { class: 'standing' },
    gradeBadge(grade, 'large'),
    score !== null &&
      el(
        'p',
        { class: 'standing-score' },
        scoreText(score),
        el('span', { class: 'muted', 'aria-hidden': 'true' }, text.of),
      ),
    job_id !== null && score === null ? el('p', { class: 'muted' }, text.unjudged) : change(scores),
  );
}

/** The figures behind the line, the newest first. */
function figures(scores: readonly Score[]): HTMLElement {
  const table = createTable<Score>({
    caption: text.caption,
    keyOf: ({ job_id }) => job_id,
    columns: [
      { key: 'day', label: text.day, cell: ({ at }) => exactTime(at) },
      { key: 'score', label: text.score, isNumber: true, cell: ({ score }) => scoreText(score) },
      { key: 'grade', label: text.grade, cell: ({ grade }) => gradeBadge(grade, 'letter') },
    ],
  });
  table.show([...scores].reverse(), null);
  return table.root;
}

/** Fetches the chart's own chunk and draws; without it the figures have to do. */
async function draw(place: HTMLElement, details: HTMLDetailsElement, scores: Score[], signal: AbortSignal) {
  try {
    const { drawScores } = await import('./score-chart.js');
    if (!signal.aborted) drawScores(place, scores, signal);
  } catch {
    if (signal.aborted) return;
    place.replaceChildren(el('p', { class: 'muted' }, text.chartGone));
    place.classList.add('is-gone');
    details.open = true;
  }
}

/**
 * The score: how it is, how it moved, and a line over time from the second scan on.
 * @param signal ends when the panel is replaced
 */
export function scorePanel(report: Report, scores: Score[], signal: AbortSignal): HTMLElement {
  const place = el('div', { class: 'chart' });
  const details = el(
    'details',
    { class: 'figures' },
    el('summary', {}, text.figures),
    // It may have to be scrolled, also by keyboard.
    el(
      'div',
      { class: 'figures-table', role: 'group', 'aria-label': text.caption, tabindex: 0 },
      figures(scores),
    ),
  );
  const hasLine = scores.filter(({ score }) => score !== null).length >= 2;
  if (hasLine) void draw(place, details, scores, signal);
  else place.append(el('p', { class: 'muted' }, text.begins));
  place.classList.toggle('is-gone', !hasLine);
  return el(
    'section',
    { class: 'panel score-panel', 'aria-labelledby': 'score-title' },
    el('h2', { id: 'score-title' }, text.title),
    el('div', { class: 'score-panel-body' }, standing(report, scores), place),
    scores.length > 0 && details,
  );
}
