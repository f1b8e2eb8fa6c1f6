import type { Overview } from '../../../api/types.js';
import { el, type Child } from '../../../ui/dom.js';
import { gradeBadge } from '../../../ui/grade.js';
import { icon } from '../../../ui/icons.js';
import { words } from '../../../words/index.js';

const text = words.overview;

/** A titled panel of rows, or the sentence that there are none. */
function panel(id: string, title: string, rows: HTMLElement[], none: Child): HTMLElement {
  return el(
    'section',
    { class: 'panel list-panel', 'aria-labelledby': id },
    el('h2', { id }, title),
    rows.length === 0 ? el('p', { class: 'list-none' }, none) : el('ul', { class: 'list-rows' }, ...rows),
  );
}

function tenantLink(id: number, name: string): HTMLElement {
  return el('a', { class: 'list-link', href: `/tenants/${id}` }, name);
}

/** Whose score fell since yesterday: from, to, by how much. */
export function worsePanel(worse: Overview['worse']): HTMLElement {
  const rows = worse.map(({ id, name, from, to, grade }) =>
    el(
      'li',
      { class: 'list-row' },
      gradeBadge(grade, 'letter'),
      tenantLink(id, name),
      el(
        'span',
        { class: 'fall' },
        el('span', { class: 'visually-hidden' }, text.worse.fall(from, to)),
        el('span', { class: 'fall-from', 'aria-hidden': 'true' }, String(from)),
        icon('next'),
        el('strong', { 'aria-hidden': 'true' }, String(to)),
      ),
    ),
  );
  return panel('worse-title', text.worse.title, rows, text.worse.none);
}

/** Who stands lowest, whatever it was before. With an A nobody needs a look. */
export function lowestPanel(lowest: Overview['lowest']): HTMLElement {
  const low = lowest.filter(({ grade }) => grade !== 'A');
  const rows = low.map(({ id, name, score, grade }) =>
    el(
      'li',
      { class: 'list-row' },
      gradeBadge(grade, 'letter'),
      tenantLink(id, name),
      el(
        'span',
        { class: 'row-score' },
        String(score ?? ''),
        el('span', { class: 'visually-hidden' }, words.score.of),
      ),
    ),
  );
  return panel(
    'lowest-title',
    text.lowest.title,
    rows,
    lowest.length === 0 ? text.lowest.none : text.lowest.well,
  );
}
