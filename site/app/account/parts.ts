/** What the pages of one's own account are made of. */
import { el, type Child } from '../../ui/dom.js';
import { icon, type IconName } from '../../ui/icons.js';
import { words } from '../../words/index.js';

/** A part of a page with its title; what can be done to the whole of it stands beside that. */
export function section(
  id: string,
  title: string,
  options: { text?: Child | readonly Child[]; action?: Child; mark?: Child },
  ...content: Child[]
): HTMLElement {
  return el(
    'section',
    { class: 'account-section', 'aria-labelledby': id },
    el(
      'div',
      { class: 'account-section-head' },
      el('h2', { id }, title),
      options.mark,
      options.action && el('div', { class: 'account-section-action' }, options.action),
    ),
    options.text != null && el('p', { class: 'muted' }, ...[options.text].flat()),
    ...content,
  );
}

export interface Item {
  sign: IconName;
  title: Child;
  /** Beside the title. */
  mark?: Child;
  notes?: Child[];
  /** At the right; below on a phone. */
  actions?: Child[];
  /** Below it all. */
  more?: Child;
}

/** One thing of a list: what it is, what is to be known of it, what can be done with it. */
export function item({ sign, title, mark, notes = [], actions = [], more }: Item): HTMLElement {
  return el(
    'li',
    { class: 'item' },
    el('span', { class: 'item-sign' }, icon(sign)),
    el(
      'div',
      { class: 'item-text' },
      el('p', { class: 'item-title' }, title, mark),
      ...notes.map((note) => note && el('p', { class: 'item-note' }, note)),
      more,
    ),
    actions.length > 0 && el('div', { class: 'item-actions' }, ...actions),
  );
}

/** A list of such things. */
export function itemList(label: string, items: readonly Node[]): HTMLElement {
  return el('ul', { class: 'items', 'aria-label': label }, ...items);
}

/** Facts in one line with dots between, which give way where it is narrow. */
export function line(...facts: Child[]): HTMLElement {
  const shown = facts.filter((fact) => fact != null && fact !== false && fact !== '');
  return el('span', { class: 'dotted' }, ...shown.map((fact) => el('span', {}, fact)));
}

/** A small word in a box. */
export function chip(word: string, role: 'accent' | 'good' | 'warn' | 'bad' | 'unknown' = 'unknown') {
  return el('span', { class: `chip role-${role}` }, word);
}

/** A browser and its system in words. */
export function clientName({ browser, system }: { browser: string | null; system: string | null }): string {
  const text = words.clients;
  if (browser !== null && system !== null) return text.on(browser, system);
  if (system !== null) return text.browserOn(system);
  return browser ?? text.unknown;
}
