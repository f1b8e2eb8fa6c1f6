import type { ComparedFinding, Report } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { count } from '../../ui/format.js';
import { mark, severityText, statusMark } from '../../ui/grade.js';
import { icon } from '../../ui/icons.js';
import { timeText } from '../../ui/time.js';
import { words } from '../../words/index.js';
import { findingId, gainText } from './mends.js';
import { countsOf, grouped, isToMend, turned, type FindingGroup } from './order.js';

const text = words.tenant.findings;

/** "2 failed, 1 with a warning, 7 passed". */
export function countsText(findings: readonly ComparedFinding[]): string {
  return countsOf(findings)
    .map(([status, number]) => text.counts[status](count(number)))
    .join(', ');
}

/** What turned worse or better since the scan before, and what it was. */
export function turnMark(finding: ComparedFinding): HTMLElement | null {
  const turn = turned(finding);
  if (turn === null || finding.before === null) return null;
  const before = words.statuses[finding.before];
  return turn === 'worse' ? mark('bad', 'down', text.worse(before)) : mark('good', 'up', text.better(before));
}

/** Evidence word for word, one entry a line. */
export function evidenceList(evidence: readonly string[]): HTMLElement | null {
  if (evidence.length === 0) return null;
  return el('ul', { class: 'evidence mono' }, ...evidence.map((line) => el('li', {}, line)));
}

/** The standard behind a check; it leads outside, so it opens beside the application. */
export function standardLink({ link }: ComparedFinding): HTMLElement {
  return el(
    'a',
    { href: link.url, target: '_blank', rel: 'noopener noreferrer' },
    link.title,
    el('span', { class: 'visually-hidden' }, ` (${text.opensOutside})`),
    icon('outside'),
  );
}

function part(label: string, ...content: (Node | string | null)[]): HTMLElement {
  return el('div', { class: 'finding-part' }, el('dt', {}, label), el('dd', {}, ...content));
}

function body(finding: ComparedFinding): HTMLElement {
  const evidence = evidenceList(finding.evidence);
  return el(
    'dl',
    { class: 'finding-body' },
    part(text.evidence, el('p', {}, finding.summary), evidence),
    isToMend(finding) && part(text.mend, el('p', {}, finding.mend)),
    part(text.why, el('p', {}, finding.why)),
    part(text.looksAt, el('p', {}, finding.looks_at)),
    part(text.link, el('p', {}, standardLink(finding))),
    part(text.seen, timeText(finding.seen_at)),
  );
}

function findingItem(finding: ComparedFinding, isNamed: boolean, isOpen: boolean): HTMLElement {
  const details = el(
    'details',
    { class: 'finding', id: findingId(finding), open: isOpen },
    el(
      'summary',
      {},
      icon('next'),
      el('span', { class: 'finding-status' }, statusMark(finding.status)),
      el(
        'span',
        { class: 'finding-title' },
        el('span', {}, finding.title),
        isNamed && el('span', { class: 'mono muted' }, finding.domain),
      ),
      turnMark(finding),
      el('span', { class: 'finding-weight' }, severityText(finding.severity)),
      el('span', { class: 'finding-gain' }, finding.gain > 0 && gainText(finding.gain)),
    ),
  );
  // Its inside is built when it is opened: a tenant of many domains has hundreds.
  const fill = () => {
    if (details.open && details.children.length === 1) details.append(body(finding));
  };
  details.addEventListener('toggle', fill);
  fill();
  return details;
}

function groupSection({ group, findings }: FindingGroup, isNamed: boolean, open: ReadonlySet<string>) {
  const title = `group-${group}`;
  return el(
    'section',
    { class: 'finding-group', 'aria-labelledby': title },
    el(
      'div',
      { class: 'group-head' },
      el('h3', { id: title }, words.groups[group]),
      el('p', { class: 'muted' }, countsText(findings)),
    ),
    ...findings.map((finding) => findingItem(finding, isNamed, open.has(findingId(finding)))),
  );
}

export interface FindingsPanel {
  root: HTMLElement;
  /** Shows them all or only what is to mend. */
  setOnlyMend: (only: boolean) => void;
  /** Opens one and leads the reader there. */
  open: (id: string) => void;
  /** The ids of those that are open. */
  opened: () => Set<string>;
}

/**
 * All findings of a report.
 * @param open ids of those that are open from the start
 * @param onFilter the reader pressed the filter
 */
export function findingsPanel(
  { findings }: Report,
  onlyMend: boolean,
  open: ReadonlySet<string>,
  onFilter: (only: boolean) => void,
): FindingsPanel {
  const list = el('div', { class: 'findings' });
  const box = el('input', { type: 'checkbox' });
  box.addEventListener('change', () => onFilter(box.checked));
  const isNamed = new Set(findings.map(({ domain }) => domain)).size > 1;
  const opened = () => new Set([...list.querySelectorAll('details[open]')].map(({ id }) => id));
  const fill = (only: boolean, stillOpen: ReadonlySet<string>) => {
    box.checked = only;
    const shown = grouped(only ? findings.filter(isToMend) : findings);
    const none = findings.length === 0 ? text.none : text.noneToMend;
    list.replaceChildren(
      ...(shown.length === 0
        ? [el('p', { class: 'muted findings-none' }, none)]
        : shown.map((group) => groupSection(group, isNamed, stillOpen))),
    );
  };
  fill(onlyMend, open);
  return {
    root: el(
      'section',
      { class: 'panel section-panel', 'aria-labelledby': 'findings-title' },
      el(
        'div',
        { class: 'section-head section-head-row' },
        el('h2', { id: 'findings-title' }, text.title),
        findings.length > 0 && el('p', { class: 'muted' }, countsText(findings)),
        findings.length > 0 && el('label', { class: 'check' }, box, el('span', {}, text.onlyMend)),
      ),
      list,
    ),
    setOnlyMend: (only) => fill(only, opened()),
    open: (id) => {
      const details = list.querySelector<HTMLDetailsElement>(`#${CSS.escape(id)}`);
      if (details === null) return;
      details.open = true;
      details.querySelector('summary')?.focus({ preventScroll: true });
      details.scrollIntoView({ block: 'start' });
    },
    opened,
  };
}
