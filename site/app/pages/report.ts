import { tenantReport } from '../../api/tenants.js';
import type { ComparedFinding, Finding, Report } from '../../api/types.js';
import { version } from '../../api/version.js';
import { el, type Child } from '../../ui/dom.js';
import { gradeBadge, scoreText, severityText, statusMark } from '../../ui/grade.js';
import { icon } from '../../ui/icons.js';
import { bar } from '../../ui/skeleton.js';
import { exactTime } from '../../ui/time.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';
import { countsText, evidenceList, standardLink, turnMark } from '../tenant/findings.js';
import { gainText } from '../tenant/mends.js';
import { grouped, isToMend } from '../tenant/order.js';

const text = words.report;

function fact(label: string, ...content: Child[]): HTMLElement {
  return el('div', { class: 'report-fact' }, el('dt', {}, label), el('dd', {}, ...content));
}

function facts({ tenant, score, grade, scanned_at, findings }: Report): HTMLElement {
  const domains = tenant.domains.map(({ unicode }) => unicode).join(', ');
  return el(
    'dl',
    { class: 'report-facts' },
    fact(
      text.score,
      el(
        'span',
        { class: 'report-score' },
        gradeBadge(grade, 'large'),
        el(
          'span',
          {},
          scoreText(score),
          score !== null && el('span', { 'aria-hidden': 'true' }, words.score.of),
        ),
      ),
    ),
    fact(text.domains, el('span', { class: 'mono' }, domains)),
    fact(text.findings, countsText(findings)),
    scanned_at !== null && fact(text.scanned, el('time', { datetime: scanned_at }, exactTime(scanned_at))),
  );
}

function mends(list: readonly Finding[]): HTMLElement | null {
  if (list.length === 0) return null;
  const item = (finding: Finding) =>
    el(
      'li',
      { class: 'report-mend' },
      el(
        'p',
        { class: 'report-line' },
        el('strong', {}, finding.title),
        el('span', { class: 'mono' }, finding.domain),
        gainText(finding.gain),
      ),
      el('p', {}, finding.mend),
    );
  return el('section', {}, el('h2', {}, text.mends), el('ol', { class: 'report-mends' }, ...list.map(item)));
}

function findingArticle(finding: ComparedFinding): HTMLElement {
  return el(
    'article',
    { class: 'report-finding' },
    el(
      'p',
      { class: 'report-line' },
      statusMark(finding.status),
      el('strong', {}, finding.title),
      el('span', { class: 'mono' }, finding.domain),
      severityText(finding.severity),
      turnMark(finding),
      finding.gain > 0 && gainText(finding.gain),
    ),
    el('p', {}, finding.summary),
    evidenceList(finding.evidence),
    isToMend(finding) && el('p', {}, el('strong', {}, `${text.mend}: `), finding.mend),
    isToMend(finding) && el('p', { class: 'report-link' }, `${text.link}: `, standardLink(finding)),
  );
}

function all(findings: readonly ComparedFinding[]): HTMLElement {
  const groups = grouped(findings).map(({ group, findings: own }) =>
    el(
      'section',
      { class: 'report-group' },
      el('h3', {}, words.groups[group], el('span', { class: 'muted' }, countsText(own))),
      ...own.map(findingArticle),
    ),
  );
  return el('section', {}, el('h2', {}, text.findings), ...groups);
}

/** How a tenant stands, to print or to hand on: everything open, nothing to press. */
export const report: Page = {
  title: text.title,
  skeleton: () =>
    el('div', { class: 'panel skeleton-panel is-tall' }, bar('short'), bar('long'), bar('middle')),
  body: async ({ params, signal, head }) => {
    const id = Number(params['id']);
    const known = version().catch(() => '');
    const [found, running] = await Promise.all([tenantReport(id, signal), known]);
    head.setTitle(text.of(found.tenant.name));
    head.setLead(el('a', { class: 'no-print', href: `/tenants/${id}` }, text.back));
    if (found.job_id === null) return el('p', {}, text.none);
    const print = el('button', {
      class: 'button button-main',
      type: 'button',
      onclick: () => window.print(),
    });
    print.append(icon('print'), text.print);
    head.setActions(print);
    return el(
      'div',
      { class: 'report' },
      facts(found),
      mends(found.mends),
      all(found.findings),
      el('p', { class: 'muted report-made' }, text.madeBy(running)),
    );
  },
};
