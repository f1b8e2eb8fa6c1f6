import { words } from '../words/index.js';
import { el } from './dom.js';
import { count } from './format.js';
import { tipFor } from './tip.js';

/** More of them than can be read in a sentence. */
const FEW = 3;

/** Domains in a sentence: their names, or how many there are where each stands below anyway. */
export function domainsInWords(domains: readonly { unicode: string }[]): string {
  return domains.length > FEW
    ? words.domains.many(count(domains.length))
    : domains.map(({ unicode }) => unicode).join(', ');
}

/** A tenant's first domain, and how many more there are: which, under the pointer or with the keyboard. */
export function domainsNote(domains: readonly { unicode: string }[]): HTMLElement {
  const [first, ...others] = domains.map(({ unicode }) => unicode);
  const more = el('span', { class: 'more', tabindex: 0 }, words.domains.more(count(others.length)));
  return el(
    'span',
    { class: 'cell-note' },
    el('span', { class: 'mono clip' }, first ?? ''),
    others.length > 0 && tipFor(more, () => others.join(', ')),
  );
}
