import type { Domain, Tenant } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { mark } from '../../ui/grade.js';
import { timeText } from '../../ui/time.js';
import { words } from '../../words/index.js';

const text = words.tenant.domains;

function domainItem({ domain, unicode, proof, proved_at }: Domain): HTMLElement {
  const state =
    proof === null ? mark('warn', 'warning', text.notProved) : mark('good', 'check', words.proofs[proof]);
  return el(
    'li',
    { class: 'domain' },
    el('span', { class: 'mono' }, unicode),
    // What DNS calls it, where that is something else.
    domain !== unicode && el('span', { class: 'mono muted' }, domain),
    el('span', { class: 'domain-proof muted' }, state, proved_at !== null && timeText(proved_at)),
  );
}

/** The domains with how they were proved, and the notes. */
export function domainsPanel({ domains, notes }: Tenant): HTMLElement {
  return el(
    'section',
    { class: 'panel section-panel', 'aria-labelledby': 'domains-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'domains-title' }, text.title)),
    el('ul', { class: 'domains' }, ...domains.map(domainItem)),
    notes !== '' && el('div', { class: 'notes' }, el('h3', {}, text.notes), el('p', {}, notes)),
  );
}
