import type { Grade, Overview } from '../../../api/types.js';
import { el } from '../../../ui/dom.js';
import { count } from '../../../ui/format.js';
import { gradeBadge, gradeRole } from '../../../ui/grade.js';
import { words } from '../../../words/index.js';

const text = words.overview.posture;

const letters = ['A', 'B', 'C', 'D', 'E', 'F', 'none'] as const;

/** A list of tenants that a filter of the page leads to. */
function tenantsUrl(filter: Readonly<Record<string, string>>): string {
  return `/tenants?${new URLSearchParams(filter).toString()}`;
}

/** One bar, parted as the grades are; the legend below it says the same in letters, words and numbers. */
function bar({ grades }: Overview): HTMLElement {
  const part = (letter: (typeof letters)[number]) => {
    const element = el('span', { class: `share role-${gradeRole(letter === 'none' ? null : letter)}` });
    element.style.setProperty('flex-grow', String(grades[letter]));
    return element;
  };
  const parts = letters.filter((letter) => grades[letter] > 0).map(part);
  return el('div', { class: 'shares', 'aria-hidden': 'true' }, ...parts);
}

function legendItem(letter: (typeof letters)[number], tenants: number): HTMLElement {
  const grade: Grade | null = letter === 'none' ? null : letter;
  const attributes = tenants === 0 ? { class: 'share-item is-none' } : { class: 'share-item' };
  const content = [gradeBadge(grade), el('span', { class: 'share-count' }, count(tenants))];
  return el(
    'li',
    {},
    tenants === 0
      ? el('span', attributes, ...content)
      : el('a', { ...attributes, href: tenantsUrl({ grade: letter }) }, ...content),
  );
}

function average({ average, scanned_today }: Overview): HTMLElement {
  const note = average === null ? text.noScoreNote : text.scannedToday(count(scanned_today));
  const value =
    average === null ? [text.noScore] : [String(Math.round(average)), el('small', {}, text.scoreUnit)];
  return el(
    'div',
    { class: 'posture-average' },
    el('p', { class: 'muted' }, text.score),
    el('p', { class: average === null ? 'fact-value' : 'posture-figure' }, ...value),
    el('p', { class: 'fact-note muted' }, note),
  );
}

function states({ tenants }: Overview): HTMLElement {
  const item = (state: 'active' | 'onboarding' | 'paused') =>
    el(
      'li',
      {},
      el(
        'a',
        { href: tenantsUrl({ state }) },
        el('strong', {}, count(tenants[state])),
        ` ${words.tenantStates[state].toLowerCase()}`,
      ),
    );
  const all = el(
    'a',
    { href: '/tenants' },
    el('strong', {}, text.total(count(tenants.total), tenants.total === 1)),
  );
  return el(
    'ul',
    { class: 'posture-states', 'aria-label': text.states },
    el('li', {}, all),
    item('active'),
    tenants.onboarding > 0 && item('onboarding'),
    tenants.paused > 0 && item('paused'),
  );
}

/** How all tenants stand: the average, how many have which grade, how many are in which state. */
export function posturePanel(overview: Overview): HTMLElement {
  const shown = letters.filter((letter) => letter !== 'none' || overview.grades.none > 0);
  const legend = shown.map((letter) => legendItem(letter, overview.grades[letter]));
  return el(
    'section',
    { class: 'panel posture', 'aria-labelledby': 'posture-title' },
    el('h2', { id: 'posture-title', class: 'visually-hidden' }, text.title),
    average(overview),
    el(
      'div',
      { class: 'posture-grades' },
      states(overview),
      bar(overview),
      el('ul', { class: 'share-legend', 'aria-label': text.grades }, ...legend),
    ),
  );
}
