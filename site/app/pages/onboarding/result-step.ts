import type { Finding, Report } from '../../../api/types.js';
import { el } from '../../../ui/dom.js';
import { decimal } from '../../../ui/format.js';
import { gradeBadge } from '../../../ui/grade.js';
import { words } from '../../../words/index.js';
import { unscanned } from './flow-state.js';

const text = words.onboarding.result;

function figure({ score, grade, tenant }: Report): HTMLElement {
  const known =
    score === null
      ? el('p', {}, text.noScore)
      : el('p', { class: 'outcome-figure' }, String(score), el('small', {}, text.ofHundred));
  const words = el('div', {}, known, el('p', { class: 'muted' }, text.text(tenant.name)));
  return el('div', { class: 'outcome-score' }, gradeBadge(grade, 'large'), words);
}

function mend({ title, mend, gain, domain }: Finding, isOnly: boolean): HTMLElement {
  const name = isOnly ? title : `${title} · ${domain}`;
  return el(
    'li',
    { class: 'mend' },
    el('span', { class: 'mend-title' }, name),
    el('span', { class: 'mend-gain' }, text.gain(decimal(gain))),
    el('p', { class: 'mend-text' }, mend),
  );
}

function mends({ mends, tenant }: Report): HTMLElement {
  const isOnly = tenant.domains.length === 1;
  const list = el('ol', { class: 'mends' }, ...mends.map((finding) => mend(finding, isOnly)));
  return el(
    'div',
    { class: 'outcome-mends' },
    el('h3', {}, text.mends),
    mends.length === 0 ? el('p', { class: 'muted' }, text.noMends) : list,
  );
}

/** The end of the flow: the score, what to mend first, and the way to the tenant. */
export function resultStep(report: Report): HTMLElement {
  const added = unscanned(report);
  const links = el(
    'div',
    { class: 'form-buttons' },
    el('a', { class: 'button button-main', href: `/tenants/${report.tenant.id}` }, text.open),
    el('a', { class: 'button', href: '/onboarding/new' }, text.another),
  );
  return el(
    'div',
    { class: 'step-inner' },
    el('div', { class: 'panel outcome' }, figure(report), report.score !== null && mends(report)),
    added.length > 0 && el('p', { class: 'step-note' }, text.added(added.join(', '))),
    links,
  );
}
