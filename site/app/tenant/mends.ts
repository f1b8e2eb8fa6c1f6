import type { Finding, Report } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { points } from '../../ui/format.js';
import { statusMark } from '../../ui/grade.js';
import { words } from '../../words/index.js';

const text = words.tenant.mends;

/** The id of a finding's element on the page, which its mend leads to. */
export function findingId({ check_id, domain }: Finding): string {
  return `finding-${check_id}-${domain}`.replace(/[^a-z0-9-]/gi, '-');
}

/** Points by which the score would rise: "+4.2". */
export function gainText(gain: number): HTMLElement {
  return el(
    'span',
    { class: 'gain' },
    el('span', { 'aria-hidden': 'true' }, text.gain(points(gain))),
    el('span', { class: 'visually-hidden' }, text.gainLong(points(gain))),
  );
}

function mendItem(finding: Finding, open: (id: string) => void): HTMLElement {
  const id = findingId(finding);
  const go = (event: Event) => {
    event.preventDefault();
    open(id);
  };
  return el(
    'li',
    { class: 'mend-item' },
    el(
      'div',
      { class: 'mend-what' },
      el('a', { class: 'mend-name', href: `#${id}`, onclick: go }, finding.title),
      el('p', { class: 'muted' }, finding.summary),
      el(
        'p',
        { class: 'mend-meta' },
        statusMark(finding.status),
        el('span', { class: 'mono' }, finding.domain),
      ),
    ),
    gainText(finding.gain),
  );
}

/** The three mends of most gain, each leading to its finding. @param open shows the finding of that id */
export function mendsPanel({ mends, job_id }: Report, open: (id: string) => void): HTMLElement | null {
  if (job_id === null) return null;
  return el(
    'section',
    { class: 'panel section-panel', 'aria-labelledby': 'mends-title' },
    el(
      'div',
      { class: 'section-head' },
      el('h2', { id: 'mends-title' }, text.title),
      el('p', { class: 'muted' }, mends.length === 0 ? text.none : text.lead),
    ),
    mends.length > 0 && el('ol', { class: 'mend-list' }, ...mends.map((mend) => mendItem(mend, open))),
  );
}
