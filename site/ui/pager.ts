import { words } from '../words/index.js';
import { el } from './dom.js';
import { count } from './format.js';
import { icon } from './icons.js';

export interface PagerState {
  /** Rows before this page, and in it. */
  before: number;
  rows: number;
  /** null when nobody counted. */
  total: number | null;
  hasNext: boolean;
  /** Whether the page before can be reached; the first one always can. */
  hasPrevious: boolean;
}

export interface Pager {
  root: HTMLElement;
  update: (state: PagerState) => void;
}

type Step = 'first' | 'previous' | 'next';

/** Where one is in a list, and the ways on: "1–25 of 318". */
export function createPager(onStep: (step: Step) => void): Pager {
  const span = el('p', { class: 'pager-span' });
  const button = (step: Step) =>
    el('button', { class: 'button button-small', type: 'button', onclick: () => onStep(step) });
  const [first, previous, next] = [button('first'), button('previous'), button('next')];
  first.append(words.pager.first);
  previous.append(icon('back'), words.pager.previous);
  next.append(words.pager.next, icon('next'));
  const root = el(
    'nav',
    { class: 'pager', 'aria-label': words.pager.label },
    span,
    el('div', { class: 'pager-buttons' }, first, previous, next),
  );
  return {
    root,
    update({ before, rows, total, hasNext, hasPrevious }) {
      const sum = total === null ? null : count(total);
      span.textContent =
        rows === 0 ? words.pager.none : words.pager.span(count(before + 1), count(before + rows), sum);
      // The keyboard's place is not taken away by the end of the list.
      const lost = (hasNext ? null : next) ?? (hasPrevious ? null : previous);
      const hadFocus = lost === document.activeElement;
      next.disabled = !hasNext;
      previous.disabled = !hasPrevious;
      first.hidden = before === 0 || hasPrevious;
      const isOnePage = before === 0 && !hasNext;
      previous.hidden = next.hidden = isOnePage;
      if (hadFocus) (hasPrevious ? previous : next).focus();
    },
  };
}
